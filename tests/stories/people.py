"""The invented people who act in the stories, at real organizations of 大渡口区."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flask import Flask
from werkzeug.test import Client, TestResponse

import service
from service.casework.organizations import create_organization
from service.casework.tokens import create_token
from service.casework.users import NewUser, create_user
from service.db import Database
from service.intake.organization_lines import read_lines
from service.intake.organizations import import_organizations
from service.intake.tables import read_table
from service.permissions import THE_OPERATOR
from tests.service.web.uploads import multipart

TABLE = Path(service.__file__).parent / "data" / "organizations-dadukou.csv"
PASSWORD = "an invented password"
DEPARTMENT = "500104"
SENDING_STREET, SENDING_COMMUNITY = "500104001", "500104001001"
RECEIVING_STREET, RECEIVING_COMMUNITY = "500104002", "500104002007"
SECOND_COMMUNITY = "500104002009"
OUTSIDE = "outside-1"

POSTS = (
    ("sending_secretary", "branch_secretary", SENDING_COMMUNITY),
    ("sending_officer", "committee_officer", SENDING_STREET),
    ("receiving_officer", "committee_officer", RECEIVING_STREET),
    ("receiving_secretary", "branch_secretary", RECEIVING_COMMUNITY),
    ("department_officer", "department_officer", DEPARTMENT),
)


def settle_dadukou(database: Database) -> dict[str, str]:
    """The real table, one unit outside, and five people; their tokens by name."""
    lines = read_lines(read_table(TABLE.read_bytes()))
    assert database.transact(lambda tx: import_organizations(tx, THE_OPERATOR, lines)).applied
    outside = {"code": OUTSIDE, "kind": "external", "name": "贵州省桐梓县某镇党委"}
    database.transact(lambda tx: create_organization(tx, THE_OPERATOR, outside))
    return database.transact(lambda tx: {name: open_desk(tx, name, role, code) for name, role, code in POSTS})


def open_desk(tx: Any, name: str, role: str, code: str) -> str:
    """A person at a post, and the token they work with."""
    create_user(tx, THE_OPERATOR, NewUser(name, role, code, PASSWORD, name, None))
    return create_token(tx, THE_OPERATOR, name=name)[1]


@dataclass
class Person:
    """Somebody who works over REST."""

    client: Client
    token: str
    _keys: Any = field(default_factory=itertools.count)

    def get(self, path: str) -> TestResponse:
        """A GET under /api/v1."""
        return self.client.get(f"/api/v1{path}", headers=self._headers())

    def read(self, path: str) -> Any:
        """The JSON of a GET that is answered."""
        answer = self.get(path)
        assert answer.status_code == 200, answer.text
        return answer.json

    def post(self, path: str, body: dict[str, Any], **headers: str) -> TestResponse:
        """A POST under /api/v1 with a new idempotency key."""
        key = {"Idempotency-Key": f"{id(self)}-{next(self._keys)}"}
        return self.client.post(f"/api/v1{path}", json=body, headers=self._headers() | key | headers)

    def read_all(self, path: str) -> list[dict[str, Any]]:
        """All entries of a list, page by page."""
        found: list[dict[str, Any]] = []
        place: str | None = f"{path}{'&' if '?' in path else '?'}limit=200"
        while place is not None:
            page = self.read(place)
            found += page["data"]
            cursor = page["next_cursor"]
            place = f"{path}{'&' if '?' in path else '?'}limit=200&cursor={cursor}" if cursor else None
        return found

    def send(self, path: str, content: bytes, filename: str, **about: str) -> TestResponse:
        """A POST of a file, with what is said of it."""
        key = {"Idempotency-Key": f"{id(self)}-{next(self._keys)}"}
        sent = multipart(about, content, filename)
        return self.client.post(f"/api/v1{path}", headers=self._headers() | key, **sent)

    def act(self, number: str, action: str, **fields: Any) -> TestResponse:
        """One action at the case's present version."""
        etag = self.get(f"/cases/{number}").headers.get("ETag", '"0"')
        return self.post(f"/cases/{number}/actions/{action}", fields, **{"If-Match": etag})

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}


def people(app: Flask, tokens: dict[str, str]) -> dict[str, Person]:
    """Each of them with a client."""
    return {name: Person(app.test_client(), token) for name, token in tokens.items()}
