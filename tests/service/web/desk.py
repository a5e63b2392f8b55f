"""People at their desks: each signs in with a browser of their own, reads pages and sends the forms on them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from service.app import create_app
from tests.builders import PASSWORD
from tests.driving import Driver


@dataclass
class Form:
    """A form as a browser would send it."""

    action: str
    method: str = "get"
    fields: MultiDict[str, str] = field(default_factory=MultiDict)
    buttons: list[tuple[str, str]] = field(default_factory=list)


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._open: Form | None = None
        self._area: str | None = None
        self._select: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        got = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._open = Form(got.get("action", ""), got.get("method", "get"))
            self.forms.append(self._open)
        elif self._open is None:
            return
        elif tag == "input":
            self._input(self._open, got)
        elif tag == "button" and "name" in got:
            self._open.buttons.append((got["name"], got.get("value", "")))
        elif tag == "textarea":
            self._area = got["name"]
            self._open.fields.add(self._area, "")
        elif tag == "select":
            self._select = got["name"]
        elif tag == "option" and self._select and ("selected" in got or self._select not in self._open.fields):
            self._open.fields.setlist(self._select, [got.get("value", "")])

    def _input(self, form: Form, got: dict[str, str]) -> None:
        if "name" in got and (got.get("type") not in ("checkbox", "radio") or "checked" in got):
            form.fields.add(got["name"], got.get("value", ""))

    def handle_data(self, data: str) -> None:
        if self._open is not None and self._area is not None:
            self._open.fields[self._area] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None
        elif tag == "textarea":
            self._area = None
        elif tag == "select":
            self._select = None


class Person:
    """One browser."""

    def __init__(self, app: Flask) -> None:
        self.client: FlaskClient = app.test_client()
        self.last: TestResponse | None = None

    def get(self, url: str, status: int = 200, **headers: str) -> str:
        """The text of a page."""
        return self._seen(self.client.get(url, headers=headers), status)

    def form(self, action: str) -> Form:
        """The form of the page just seen that goes to an address which ends so, or else contains this."""
        found = [form for form in self.forms() if form.action.partition("?")[0].endswith(action)]
        found = found or [form for form in self.forms() if action in form.action]
        assert found, f"no form to {action} among {[form.action for form in self.forms()]}"
        return found[0]

    def forms(self) -> Iterator[Form]:
        """All forms of the page just seen."""
        assert self.last is not None
        parser = _Forms()
        parser.feed(self.last.text)
        yield from parser.forms

    def send(self, form: Form | str, status: int | None = 303, **typed: Any) -> str:
        """Send a form with these fields filled in. After a redirect the page it leads to is seen."""
        filled = self.form(form) if isinstance(form, str) else form
        data = MultiDict(filled.fields)
        for name, value in typed.items():
            data.setlist(name, value if isinstance(value, list) else [value])
        text = self._seen(self.client.post(filled.action, data=data), status)
        while self.last is not None and self.last.status_code == 303:
            text = self._seen(self.client.get(self.last.headers["Location"]), None)
        return text

    def sign_in(self, name: str, password: str = PASSWORD) -> Person:
        """Through the form."""
        self.get("/login")
        response = self.client.post(
            "/login", data={**self.form("/login").fields.to_dict(), "name": name, "password": password}
        )
        assert response.status_code == 303, response.text
        return self

    def _seen(self, response: TestResponse, status: int | None) -> str:
        self.last = response
        wanted = (200, 303) if status is None else (status,)
        where = response.headers.get("Location", "")
        assert response.status_code in wanted, f"{response.status_code} {where}\n{response.text}"
        return response.text if (response.mimetype or "").startswith("text/") else ""


class Desks:
    """`desks("street")` is the person of that name, signed in; `desks.stranger()` is nobody."""

    def __init__(self, driver: Driver) -> None:
        self.driver, self.database = driver, driver.database
        self.app: Flask = create_app(driver.config, driver.database)
        self.app.testing = True
        self._people: dict[str, Person] = {}

    def __call__(self, name: str) -> Person:
        if name not in self._people:
            self._people[name] = Person(self.app).sign_in(name)
        return self._people[name]

    def stranger(self) -> Person:
        """A browser in which nobody has signed in."""
        return Person(self.app)
