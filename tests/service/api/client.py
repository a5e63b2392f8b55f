"""A client of the API for the people of a district, each with a token of their own."""

from __future__ import annotations

import itertools
import json
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from service.app import create_app
from service.casework.tokens import create_token
from service.permissions import THE_OPERATOR
from tests.driving import Driver

PREFIX = "/api/v1"
_keys = itertools.count(1)


class Api:
    """`who` is a user's name, which is that of their organization, or None for nobody."""

    def __init__(self, driver: Driver) -> None:
        self.driver, self.database = driver, driver.database
        self.app: Flask = create_app(driver.config, driver.database)
        self.app.testing = True
        self._tokens: dict[str, str] = {}

    def token(self, who: str) -> str:
        """Their token, made at the first time."""
        if who not in self._tokens:
            made = self.database.transact(lambda tx: create_token(tx, THE_OPERATOR, name=who))
            self._tokens[who] = made[1]
        return self._tokens[who]

    def ask(self, who: str | None, method: str, path: str, **kwargs: Any) -> TestResponse:
        """One request below /api/v1."""
        headers = dict(kwargs.pop("headers", {}))
        if who is not None:
            headers.setdefault("Authorization", f"Bearer {self.token(who)}")
        response = self.app.test_client().open(PREFIX + path, method=method, headers=headers, **kwargs)
        assert response.status_code < 500, response.text
        return response

    def get(self, who: str | None, path: str, **query: Any) -> TestResponse:
        """Read."""
        return self.ask(who, "GET", path, query_string=query)

    def post(self, who: str | None, path: str, body: Any = None, **headers: str) -> TestResponse:
        """Write; names of headers are given with underscores."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.ask(who, "POST", path, json={} if body is None else body, headers=named)

    def act(self, who: str | None, number: str, action: str, **fields: Any) -> TestResponse:
        """A step at the case's present version, under a new key."""
        version = self.driver.case(number).version
        return self.post(
            who, f"/cases/{number}/actions/{action}", fields, If_Match=etag(number, version), Idempotency_Key=new_key()
        )


def new_key() -> str:
    """A key that no request had before."""
    return f"key-{next(_keys)}"


def etag(number: str, version: int) -> str:
    """The tag of a version of a case."""
    return f'"case-{number}-{version}"'


def codes(response: TestResponse) -> list[str]:
    """The code of each single reason of a problem."""
    return [reason["code"] for reason in json.loads(response.data)["errors"]]


def assert_problem(response: TestResponse, status: int, code: str) -> dict[str, Any]:
    """It is a problem with this status and code; its members."""
    assert (response.status_code, response.content_type) == (status, "application/problem+json"), response.text
    body: dict[str, Any] = json.loads(response.data)
    assert (body["status"], body["code"]) == (status, code)
    assert body["type"]
    assert body["title"]
    assert body["detail"]
    assert body["code"] not in body["title"] + body["detail"], "a person reads a sentence"
    for reason in body["errors"]:
        assert reason["detail"] != reason["code"]
    return body
