"""Every route of a case and of a member, walked by every post in every relation to it."""

from __future__ import annotations

import pytest

from service.casework.users import disable_user
from service.permissions import THE_OPERATOR
from tests.builders import make_organization, make_user
from tests.service.api.client import Api
from workflows.roles import Role

READS = ("", "/history")
FAR = ("second_branch", "village", "village_branch", "employer_branch", "town", "far_department", "far_community")
ACTS_AS = {Role.COMMITTEE_OFFICER}
"""Of all posts at a street, the one that takes a committee's steps."""


def walked(api: Api, who: str | None, number: str) -> list[int]:
    """Status of reading the case and its history, commenting, nudging, and taking a committee's step."""
    read = [api.get(who, f"/cases/{number}{part}").status_code for part in READS]
    comment = api.post(who, f"/cases/{number}/comments", {"comment": "请尽快"}).status_code
    nudge = api.post(who, f"/cases/{number}/nudge", {}).status_code
    step = api.act(who, number, "report_lost", reason="本人遗失").status_code
    return [*read, comment, nudge, step]


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("branch", [200, 200, 201, 200, 403]),  # its own case, another's turn
        ("community", [200, 200, 403, 403, 403]),  # above the branch, no party
        ("department", [200, 200, 201, 200, 403]),
        ("second_street", [200, 200, 201, 200, 200]),
        ("second_community", [200, 200, 201, 200, 403]),
        ("street", [200, 200, 201, 403, 200]),  # nobody nudges oneself
        ("city", [200, 200, 403, 403, 403]),  # an auditor above all
        ("province", [404] * 5),  # an administrator reads no cases
        *((who, [404] * 5) for who in FAR),
        (None, [401] * 5),
    ],
)
def test_who_reaches_a_letter_in_transit(sqlite_api: Api, who: str | None, expected: list[int]) -> None:
    number = sqlite_api.driver.drive_to("in_transit")

    assert walked(sqlite_api, who, number) == expected


@pytest.mark.parametrize("role", list(Role))
def test_each_role_at_the_street_whose_turn_it_is(sqlite_api: Api, role: Role) -> None:
    driver = sqlite_api.driver
    number = driver.drive_to("in_transit")
    street = driver.district.street
    driver.database.transact(lambda tx: make_user(tx, role=role, organization=street, name="somebody"))
    read, _, comment, _, step = walked(sqlite_api, "somebody", number)

    hidden = role is Role.ADMINISTRATOR
    assert read == (404 if hidden else 200)
    assert comment == (404 if hidden else 403 if role is Role.AUDITOR else 201)
    assert step == (404 if hidden else 200 if role in ACTS_AS else 403)


def test_a_unit_whose_path_only_begins_alike_reaches_nothing(sqlite_api: Api) -> None:
    driver = sqlite_api.driver
    number = driver.drive_to("in_transit")
    street = driver.district.street
    wanted = f"{street.id}0"

    def grow(tx: object) -> None:
        while True:
            unit = make_organization(tx, kind="street_committee", parent=driver.district.department)  # type: ignore[arg-type]  # the transaction
            if str(unit.id).startswith(str(street.id)) and len(str(unit.id)) >= len(wanted):
                make_user(tx, role="committee_officer", organization=unit, name="lookalike")  # type: ignore[arg-type]  # the same
                return

    driver.database.transact(grow)
    assert walked(sqlite_api, "lookalike", number) == [404] * 5


def test_a_unit_replaced_in_a_case_reaches_it_no_more(sqlite_api: Api) -> None:
    driver = sqlite_api.driver
    number = driver.drive_to("street_review")
    assert sqlite_api.get("second_community", f"/cases/{number}").status_code == 200
    driver.act(number, "second_street", "send_back", reason="改到柳湾村")
    driver.act(number, "branch", "edit", receiving_code="D-village", destination_reason="改到柳湾村")

    assert walked(sqlite_api, "second_community", number) == [404] * 5


def test_a_disabled_person_reaches_nothing(sqlite_api: Api) -> None:
    driver = sqlite_api.driver
    number = driver.drive_to("in_transit")
    sqlite_api.token("street")
    driver.database.transact(lambda tx: disable_user(tx, THE_OPERATOR, "street"))

    assert walked(sqlite_api, "street", number) == [401] * 5


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("branch", (200, 200)), ("community", (200, 403)), ("street", (200, 200)), ("department", (200, 200)),
        ("city", (200, 403)), ("province", (404, 404)), *((far, (404, 404)) for far in FAR), (None, (401, 401)),
    ],
)  # fmt: skip
def test_who_reads_and_who_writes_a_member(sqlite_api: Api, who: str | None, expected: tuple[int, int]) -> None:
    member_id = sqlite_api.driver.member()
    read = sqlite_api.get(who, f"/members/{member_id}")
    version = {"If-Match": read.headers.get("ETag", '"1"')}
    written = sqlite_api.ask(who, "PATCH", f"/members/{member_id}", json={"employer": "盛达"}, headers=version)

    assert (read.status_code, written.status_code) == expected


@pytest.mark.parametrize(("path", "who"), [("/cases", "village"), ("/cases", "province"), ("/members", "village")])
def test_lists_hold_nothing_of_others(sqlite_api: Api, path: str, who: str) -> None:
    sqlite_api.driver.drive_to("in_transit")

    assert sqlite_api.get(who, path).get_json()["data"] == []
