"""Records that may be of one person are found by indexes, inside one's scope, and never where two numbers differ."""

import pytest

from service.models import Member
from service.queries.duplicates import likely_duplicates
from tests.builders import make_id_number
from tests.service.web.desk import Desks

ZHOU = {"name": "周国栋", "birth_date": "1970-01-15", "phone": "13900000001", "id_number": None}


def found(driver, who, key):
    with driver.database.read() as tx:
        member = tx.session.get_one(Member, key)
        return [
            (one.member.id, one.same_birth_date, one.same_phone)
            for one in likely_duplicates(tx, driver.actor(who), member)
        ]


@pytest.mark.parametrize(
    ("other", "told"),
    [
        ({}, (True, True)),
        ({"phone": "13900000002"}, (True, False)),
        ({"birth_date": None}, (False, True)),
        ({"birth_date": "1970-01", "phone": None}, None),
        ({"name": "周国"}, None),
        ({"id_number": make_id_number(serial=7)}, (True, True)),
    ],
)
def test_the_same_name_with_the_same_birth_date_or_phone_is_likely_one_person(driver, other, told):
    first = driver.member("branch", **ZHOU)
    second = driver.member("second_branch", **(ZHOU | other))
    assert found(driver, "department", first) == ([(second, *told)] if told else [])
    assert [row[1:] for row in found(driver, "department", second)] == ([told] if told else [])


def test_two_id_numbers_are_two_persons(driver):
    first = driver.member("branch", **(ZHOU | {"id_number": make_id_number(serial=8)}))
    driver.member("second_branch", **(ZHOU | {"id_number": make_id_number(serial=9)}))
    assert found(driver, "department", first) == []


def test_a_record_outside_ones_scope_is_not_named(driver):
    first = driver.member("branch", **ZHOU)
    driver.member("second_branch", **ZHOU)
    assert found(driver, "branch", first) == []


def test_members_of_whom_neither_birth_date_nor_phone_is_known_are_not_compared(driver):
    bare = ZHOU | {"birth_date": None, "phone": None}
    first = driver.member("branch", **bare)
    driver.member("branch", **bare)
    assert found(driver, "branch", first) == []


def test_the_page_names_the_other_record_and_what_is_the_same(sqlite_driver):
    first = sqlite_driver.member("branch", **ZHOU)
    second = sqlite_driver.member("community", **ZHOU)
    page = Desks(sqlite_driver)("community").get(f"/members/{first}")
    assert "姓名、出生年月、联系电话相同" in page
    assert f'href="/members/{second}">周国栋（望潮社区）' in page
