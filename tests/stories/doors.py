"""One telling, two doors: steps are taken over REST or through the pages, and refused on both in the same words."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from typing import Any

from service.app import create_app
from service.config import Config
from service.db import Database
from tests.fixtures.databases import SetNow
from tests.service.web.uploads import send_file
from tests.stories.clerking import Clerk
from tests.stories.people import OUTSIDE
from tests.stories.test_over_rest import World

LIST = "未落实组织关系"
ENDING: Mapping[str, Any] = {"reason": "企业改制", "document_number": "区组〔2026〕5号"}


class Door(World):
    """What people do about somebody who has no place; what has become of it is read over REST at either door."""

    @abstractmethod
    def takes(self, who: str, number: str, action: str, **fields: Any) -> None:
        """A step of a case."""

    @abstractmethod
    def refuses(self, who: str, number: str, action: str, words: str, **fields: Any) -> None:
        """A step that cannot be taken, and what is said about it."""

    @abstractmethod
    def finds(self, who: str, content: str) -> None:
        """A survey is handed in."""

    @abstractmethod
    def transfers(self, who: str, follow_up: str, receiving: str, reason: str, *, handed_in: bool = True) -> str:
        """The transfer that follows, handed in at once or kept as a draft; its number."""

    @abstractmethod
    def arrives(self, who: str, follow_up: str, receiving: str, paper: Mapping[str, str]) -> str:
        """The arrival with a paper from outside that follows; the number of the transfer."""

    @abstractmethod
    def agrees(self, who: str, number: str, words: str) -> None:
        """A joint conference takes up a case."""

    @abstractmethod
    def dissolves(self, code: str, name: str, refused: str = "") -> None:
        """The department brings a unit to its end, unless it is `refused` in these words."""

    def followed(self) -> dict[str, Any]:
        """The one person who is followed up, as the department reads it."""
        (row,) = self.department_officer.read("/follow-ups")["data"]
        return dict(row)

    def lasting(self) -> set[str]:
        """What is the matter with the person now."""
        return {signal["name"] for signal in self.followed()["signals"] if signal["ended_on"] is None}

    def keeper(self, number: str) -> str:
        """Who follows the person up: whoever answers for them."""
        case = self.department_officer.read(f"/cases/{number}")
        assert case["parties"]["keeper"]["code"] == case["responsible_organization"]["code"]
        return str(case["parties"]["keeper"]["code"])


class OverRest(Door):
    """By programs."""

    def takes(self, who: str, number: str, action: str, **fields: Any) -> None:
        self.done(who, number, action, **fields)

    def refuses(self, who: str, number: str, action: str, words: str, **fields: Any) -> None:
        said = self.refused(who, number, action, **fields)
        assert words in " ".join([said["detail"], *(error["detail"] for error in said["errors"])]), said

    def finds(self, who: str, content: str) -> None:
        answer = self.people[who].send("/follow-ups/survey", content.encode(), "排查.csv")
        assert answer.status_code == 200, answer.text

    def transfers(self, who: str, follow_up: str, receiving: str, reason: str, *, handed_in: bool = True) -> str:
        member_id = self.followed()["case"]["member"]["id"]
        body = {"member_id": member_id, "follows": follow_up, "receiving_code": receiving, "reason_code": reason}
        number = self._opened(who, {"workflow": "transfer", "action": "open", "destination_reason": "本人要求", **body})
        if handed_in:
            self.done(who, number, "submit")
        return number

    def arrives(self, who: str, follow_up: str, receiving: str, paper: Mapping[str, str]) -> str:
        member_id = self.followed()["case"]["member"]["id"]
        body = {"member_id": member_id, "follows": follow_up, "receiving_code": receiving, "outflow_code": OUTSIDE}
        return self._opened(who, {"workflow": "transfer", "action": "register_arrival", **body, **paper})

    def agrees(self, who: str, number: str, words: str) -> None:
        answer = self.people[who].post(f"/follow-ups/conference/{number}", {"agreed": words})
        assert answer.status_code == 201, answer.text

    def dissolves(self, code: str, name: str, refused: str = "") -> None:
        answer = self.department_officer.post(f"/organizations/{code}/dissolve", dict(ENDING))
        assert (answer.status_code == 200) == (not refused), answer.text
        assert refused in " ".join(error["detail"] for error in answer.get_json().get("errors", ()))

    def _opened(self, who: str, body: Mapping[str, Any]) -> str:
        answer = self.people[who].post("/cases", dict(body))
        assert answer.status_code == 201, answer.text
        return str(answer.get_json()["number"])


class OnPages(Door):
    """By clerks, each of whom has just signed in and knows no address."""

    def __init__(self, config: Config, database: Database, set_now: SetNow) -> None:
        super().__init__(config, database, set_now)
        self.app = create_app(config, database)

    def clerk(self, who: str) -> Clerk:
        """At the list of people without a place."""
        clerk = Clerk(self.app, who)
        clerk.follow(LIST)
        return clerk

    def takes(self, who: str, number: str, action: str, **fields: Any) -> None:
        self.clerk(who).step(number, action, **fields)

    def refuses(self, who: str, number: str, action: str, words: str, **fields: Any) -> None:
        said = self.clerk(who).refused(number, action, **fields)
        assert words in said, said

    def finds(self, who: str, content: str) -> None:
        clerk = self.clerk(who)
        clerk.follow("排查导入")
        send_file(clerk, "/stuck/survey", content.encode(), "排查.csv")
        assert "没有导入 0" in clerk.words

    def transfers(self, who: str, follow_up: str, receiving: str, reason: str, *, handed_in: bool = True) -> str:
        clerk = self._from_the_row(who, "发起转接")
        clerk.send("/cases/new")
        clerk.send("/route", receiving_code=receiving, reason_code=reason, destination_reason="本人要求")
        kept: dict[str, Any] = {} if handed_in else {"draft": "true"}
        clerk.send("/check", **kept)
        return clerk.number()

    def arrives(self, who: str, follow_up: str, receiving: str, paper: Mapping[str, str]) -> str:
        clerk = self._from_the_row(who, "登记转入")
        clerk.send("/cases/new", outflow_code=OUTSIDE)
        route: dict[str, Any] = {"receiving_code": receiving, **paper}
        clerk.send("/route", **route)
        clerk.send("/check")
        return clerk.number()

    def agrees(self, who: str, number: str, words: str) -> None:
        clerk = self.clerk(who)
        clerk.follow("联席会议清单")
        clerk.send(f"/stuck/conference/{number}", agreed=words)
        assert words in clerk.words, "it stands on the sheet"

    def dissolves(self, code: str, name: str, refused: str = "") -> None:
        clerk = self.clerk("department_officer")
        clerk.follow("组织")
        clerk.search("/organizations", name)
        clerk.follow(name)
        clerk.follow("撤销")
        clerk.send("/change/dissolve", 200, **ENDING)
        if not refused:
            clerk.send("/change/dissolve", step="confirm")
        assert (refused or "组织变更已办理") in clerk.words, clerk.words

    def _from_the_row(self, who: str, words: str) -> Clerk:
        clerk = self.clerk(who)
        clerk.follow(words)
        return clerk
