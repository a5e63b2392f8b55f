"""Somebody at the pages who knows no address: all is reached by the links and forms of the page just seen."""

from __future__ import annotations

import html
import re
from typing import Any

from flask import Flask

from tests.service.web.desk import Person

_LINK = re.compile(r'<a\b[^>]*\bhref="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
_NUMBER = re.compile(r"编号 (\S+)")
_TAG, _SPACE = re.compile(r"<[^>]+>"), re.compile(r"\s+")


class Clerk(Person):
    """One errand of somebody who has just signed in; they are at their list of work."""

    def __init__(self, app: Flask, name: str) -> None:
        super().__init__(app)
        self.sign_in(name)
        self.get("/todo")

    @property
    def links(self) -> list[tuple[str, str]]:
        """The words and the address of every link of the page; those of its frame come last."""
        assert self.last is not None
        frame, main, below = self.last.text.partition("<main")
        found = _LINK.findall(main + below) + _LINK.findall(frame)
        return [(_words(inner), html.unescape(address)) for address, inner in found]

    @property
    def people(self) -> int:
        """How many are listed on the page."""
        assert self.last is not None
        return self.last.text.count('class="who"')

    @property
    def words(self) -> str:
        """What the page says, without its frame."""
        assert self.last is not None
        return _words(self.last.text.partition("<main")[2].partition(">")[2])

    def follow(self, words: str) -> str:
        """The first link that says just so, else one that says it among more; the words of the page it leads to."""
        addresses = [address for said, address in self.links if words == said]
        addresses += [address for said, address in self.links if words in said]
        assert addresses, f"no link says {words!r}: {[said for said, _ in self.links]}"
        self.get(addresses[0])
        return self.words

    def find(self, number: str) -> str:
        """The case, by the search of the frame unless the page just seen leads to it."""
        if not any(number in said or address.endswith(f"/{number}") for said, address in self.links):
            self.search("/cases", number)
        self.get(next(address for _, address in self.links if address.partition("?")[0] == f"/cases/{number}"))
        return self.words

    def search(self, place: str, words: str) -> str:
        """By a search of the page just seen."""
        (form, *_) = [form for form in self.forms() if form.action == place and form.method == "get"]
        self.get(f"{form.action}?q={words}")
        return self.words

    def step(self, number: str, action: str, **typed: Any) -> str:
        """Taken on the page of the case: by the form there, or on the page of the action that it leads to."""
        self.find(number)
        place = f"/cases/{number}/actions/{action}"
        if not any(form.action.partition("?")[0] == place for form in self.forms()):
            self.get(next(address for _, address in self.links if address.partition("?")[0] == place))
        self.send(place, **typed)
        return self.words

    def refused(self, number: str, action: str, **typed: Any) -> str:
        """What is said about a step that cannot be taken: at once on its page, or where its form was sent."""
        self.find(number)
        place = f"/cases/{number}/actions/{action}"
        if not any(form.action.partition("?")[0] == place for form in self.forms()):
            self.last = self.client.get(next(address for _, address in self.links if place in address))
        if self.last is not None and self.last.status_code == 200:
            self.send(place, 409, **typed)
        return self.words

    def note(self, number: str, action: str, status: int = 303, **typed: str) -> None:
        """Written down by the form of two taps on the page where all registrations stand."""
        place = f"/cases/{number}/actions/{action}"
        self.send(next(form for form in self.forms() if form.action.partition("?")[0] == place), status, **typed)

    def number(self) -> str:
        """That of the case which was just opened."""
        return str(_NUMBER.findall(self.words)[0])

    def may(self, number: str, action: str) -> bool:
        """Whether the page of the case offers the action."""
        self.find(number)
        place = f"/cases/{number}/actions/{action}"
        return any(
            place in address for address in [*dict(self.links).values(), *(form.action for form in self.forms())]
        )


def _words(page: str) -> str:
    return _SPACE.sub(" ", html.unescape(_TAG.sub(" ", page))).strip()
