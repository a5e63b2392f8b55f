"""A secretary compares two records of one name, and decides on the page."""

import pytest

from service.models import Member
from tests.builders import make_id_number

ZHOU = {"name": "周国栋", "birth_date": "1970-01-15", "phone": "13900000001"}


@pytest.fixture
def both(desks):
    kept = desks.driver.member("branch", **(ZHOU | {"id_number": None, "residence": None}))
    return kept, desks.driver.member("branch", **(ZHOU | {"id_number": make_id_number(serial=7)}))


def compared(desks, both, who="branch"):
    page = desks(who).get(f"/members/{both[0]}")
    assert f"/members/{both[0]}/duplicates/{both[1]}" in page
    return desks(who).get(f"/members/{both[0]}/duplicates/{both[1]}")


def test_two_records_are_seen_side_by_side_masked_and_merged_with_a_reason(desks, both):
    page = compared(desks, both)
    assert "只有一份有" in page
    assert make_id_number(serial=7) not in page
    page = desks("branch").send(f"/duplicates/{both[1]}", step="merge", reason="已对照档案")
    assert "已合并。" in page
    assert "可能与另一份登记" not in page
    assert desks("branch").client.get(f"/members/{both[1]}").headers["Location"].endswith(both[0])


def test_without_a_reason_nothing_is_merged_and_the_page_says_so(desks, both):
    compared(desks, both)
    page = desks("branch").send(f"/duplicates/{both[1]}", 422, step="merge", reason="")
    assert "有错" in page
    with desks.database.read() as tx:
        assert tx.session.get_one(Member, both[0]).id_number_index is None


def test_two_who_are_not_one_person_are_not_asked_about_again(desks, both):
    compared(desks, both)
    page = desks("branch").send(f"/duplicates/{both[1]}", step="apart", reason="父子同名")
    assert "以后不再提示" in page
    assert "可能与另一份登记" not in desks("branch").get(f"/members/{both[1]}")


def test_a_record_with_an_open_case_offers_no_merging_and_names_the_case(desks):
    number = desks.driver.drive_to("draft")
    kept = desks.driver.member("branch", **ZHOU)
    page = desks("branch").get(f"/members/{kept}/duplicates/{desks.driver.case(number).member_id}")
    assert number in page
    assert 'value="merge"' not in page


def test_records_of_others_cannot_be_compared(desks, both):
    desks("second_community").get(f"/members/{both[0]}/duplicates/{both[1]}", 404)
