"""A community of 114 people on cards, of whom 28 belong to it: each written down by the step that the rules know."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from service.casework.members import add_member
from service.queries.organizations import organization_with_code
from tests.builders import make_id_number
from tests.stories.employers import EMPLOYER, employer_of
from tests.stories.people import RECEIVING_COMMUNITY, SENDING_COMMUNITY
from tests.stories.test_over_rest import World

HERE, BESIDE, WORK = "receiving_secretary", "sending_secretary", "employer"
OFFICER, OTHER_OFFICER = "receiving_officer", "sending_officer"
CLASSES = {
    "affiliated": 19, "away": 5, "takes_part_elsewhere": 4,
    "two_way_registration": 48, "dual_management": 12, "hosted": 20, "arriving": 4, "affiliation_unknown": 2,
}  # fmt: skip
HOMES = {RECEIVING_COMMUNITY: 28, SENDING_COMMUNITY: 36, EMPLOYER: 48}
"""How many belong where; nobody knows it of the last two."""


@dataclass(frozen=True)
class Known:
    """A member by key, name and ID number."""

    id: str
    name: str
    id_number: str

    @property
    def papers(self) -> dict[str, str]:
        """What somebody knows who does not read the member."""
        return {"name": self.name, "id_number": self.id_number}


class Cards:
    """How the registers of the community came about."""

    def __init__(self, world: World) -> None:
        self.world = world
        world.people[WORK] = employer_of(world)
        self.people = {code: self._recorded(code, count) for code, count in HOMES.items()}

    def fill(self) -> None:
        """All of them, class by class; whoever is left belongs here and is nowhere else."""
        here, beside, work = (self.people[code] for code in HOMES)
        self._employed(work)
        self._villagers(beside[:12], BESIDE, RECEIVING_COMMUNITY, (BESIDE, HERE, OFFICER))
        self._villagers(here[:4], HERE, SENDING_COMMUNITY, (HERE, BESIDE, OTHER_OFFICER))
        self._taken_in(beside[12:28], BESIDE, HERE)
        self._found_first(beside[28:32])
        self._arriving(beside[32:])
        self._taken_in(here[4:7], HERE, BESIDE)
        self._waiting(here[7:9])
        self._strangers(2)

    def _recorded(self, code: str, count: int) -> list[Known]:
        def record(tx: Any) -> list[Known]:
            unit, found = organization_with_code(tx, code), []
            for place in range(count):
                known = {"name": f"{code[-3:]}第{place + 1}人", "id_number": make_id_number()}
                facts = {"member_status": "full", "joined_on": "2001", "dues_paid_through": "2027-12"}
                member = add_member(tx, unit, known | facts | {"phone": f"139{place:08d}"})
                found.append(Known(member.id, **known))
            return found

        return self.world.database.transact(record)

    def _employed(self, members: list[Known]) -> None:
        said = {"workflow": "dual_management", "action": "propose", "kind": "two_way_registration",
                "receiving_code": RECEIVING_COMMUNITY, "consent_on": "2026-11-20"}  # fmt: skip
        numbers = [self.opened(HERE, said | member.papers) for member in members]
        self.taken(numbers, (HERE, "submit"), (OFFICER, "file"))

    def _villagers(self, members: list[Known], who: str, other: str, by: tuple[str, str, str]) -> None:
        said = {"workflow": "dual_management", "action": "propose", "kind": "dual_management", "receiving_code": other,
                "reason_code": "resettlement", "consent_on": "2026-11-20"}  # fmt: skip
        numbers = [self.opened(who, said | {"member_id": member.id}) for member in members]
        self.taken(numbers, *zip(by, ("submit", "agree", "file"), strict=True))

    def _taken_in(self, members: list[Known], home: str, host: str) -> None:
        numbers = self._left(members, home)
        self.taken(numbers, (home, "issue_certificate"))
        for member, number in zip(members, numbers, strict=True):
            paper = self.world.people[home].read(f"/cases/{number}")["certificate"]["number"]
            answer = self.world.people[host].post("/arrivals", {"certificate_number": paper, "name": member.name})
            assert answer.status_code == 200, answer.text

    def _waiting(self, members: list[Known]) -> None:
        """One has a certificate and has not arrived, one is away for a short time."""
        certified, short = self._left(members, HERE)
        self.taken([certified], (HERE, "issue_certificate"))
        self.taken([short], (HERE, "allow_absence"))

    def _left(self, members: list[Known], home: str) -> list[str]:
        said = {"workflow": "mobile_registration", "action": "report_leave", "reason_code": "work_away"}
        return [self.opened(home, said | {"member_id": member.id}) for member in members]

    def _found_first(self, members: list[Known]) -> None:
        for member in members:
            self.opened(HERE, {"workflow": "mobile_registration", "action": "register_inflow",
                               "receiving_code": RECEIVING_COMMUNITY, **member.papers})  # fmt: skip

    def _arriving(self, members: list[Known]) -> None:
        said = {"workflow": "transfer", "receiving_code": RECEIVING_COMMUNITY, "reason_code": "moved_home"}
        numbers = [self.opened(BESIDE, said | {"member_id": member.id}) for member in members]
        self.taken(numbers, (BESIDE, "submit"), (OTHER_OFFICER, "release"), (OFFICER, "accept"))

    def _strangers(self, count: int) -> None:
        for place in range(count):
            person = {"name": f"来历不明{place + 1}", "id_number": make_id_number()}
            self.opened(HERE, {"workflow": "mobile_registration", "action": "register_inflow",
                               "receiving_code": RECEIVING_COMMUNITY, "member": person})  # fmt: skip

    def opened(self, who: str, body: dict[str, Any]) -> str:
        """The number of a new case."""
        answer = self.world.people[who].post("/cases", body)
        assert answer.status_code == 201, answer.text
        found: Any = answer.json
        return str(found["number"])

    def taken(self, numbers: list[str], *steps: tuple[str, str]) -> None:
        """The same steps for all of them."""
        for who, action in steps:
            answer = self.world.people[who].post("/bulk-actions", {"action": action, "cases": numbers})
            found: Any = answer.json
            assert (answer.status_code, found["done"]) == (200, len(numbers)), answer.text
