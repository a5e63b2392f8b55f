"""The members of a unit by class, as pages: each with what it rests on and what is missing."""

import pytest

from tests.builders import make_id_number, make_organization
from tests.driving import counted_statements


@pytest.fixture
def everybody(desks):
    """One member of each class at the second community, and one of its own who is on the way."""
    driver = desks.driver
    driver.member("second_branch", name="林在此", phone=None)
    villager = driver.member("branch", name="林村民")
    register(driver, villager, "branch", "dual_management")
    number = make_id_number()
    employed = driver.member("employer_branch", name="林在职", id_number=number)
    register(driver, employed, "employer_branch", "two_way_registration")
    away = driver.member("second_branch", name="林外出")
    register(driver, away, "second_branch", "dual_management", "D-village", "village", "town")
    driver.drive_to("placement")
    return desks


def register(
    driver, member, who, kind, receiving="D-second_community", host="second_community", street="second_street"
):
    number = driver.open(
        who, workflow="dual_management", member_id=member, kind=kind, receiving_code=receiving, consent_on="2026-11-20"
    ).number
    driver.act(number, who, "submit")
    if kind == "dual_management":
        driver.act(number, host, "agree")
    driver.act(number, street, "file")
    return number


def test_the_card_of_a_community_counts_each_class_and_the_sum(everybody):
    page = everybody("second_community").get("/organizations/D-second_community")
    assert "也在别处参加活动" in page
    assert "/organizations/D-second_community/members?class=arriving" in page
    page = everybody("second_community").get("/organizations/D-second_community/members")
    assert "组织关系在这里的 2 人，组织关系不在这里、在这里有登记的 3 人，合计 5 人。" in page


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("affiliated", ["林在此", "听松社区第一党支部", "组织关系登记", "还没有登记：联系电话、出生年月。"]),
        ("takes_part_elsewhere", ["林外出", "双重管理、柳湾村、双重管理中"]),
        ("two_way_registration", ["林在职", "盛达建材有限公司生产党支部", "双向登记", "单位还没有答复。"]),
        ("dual_management", ["林村民", "望潮社区第一党支部", "双重管理中"]),
        ("arriving", ["接转", "待编入支部", "还没有编入支部。"]),
    ],
)
def test_each_member_is_listed_with_what_the_class_rests_on_and_what_is_missing(everybody, name, shown):
    page = everybody("second_community").get(f"/organizations/D-second_community/members?class={name}")
    assert [text for text in shown if text not in page] == []


def test_somebody_whom_nobody_knows_is_listed_where_they_were_found(desks):
    stranger = {"name": "来历不明", "id_number": make_id_number()}
    number = desks.driver.open("second_community", "register_inflow", "mobile_registration", member=stranger).number
    page = desks("second_community").get("/organizations/D-second_community/members?class=affiliation_unknown")
    for words in ("来历不明", "还不知道", number):
        assert words in page, words


def test_a_member_who_belongs_elsewhere_is_reached_by_the_case_and_not_by_the_members_own_page(everybody):
    page = everybody("second_community").get("/organizations/D-second_community/members?class=two_way_registration")
    assert 'class="who" href="/cases/SC-' in page
    assert "/members/" not in page.split("<table", 1)[1]


def test_a_street_sums_its_communities_in_the_order_of_their_codes(everybody):
    page = everybody("second_street").get("/organizations/D-second_street/members")
    assert "听松社区" in page
    assert "合计 5 人" in page
    assert "/organizations/D-second_community/members?class=affiliated" in page


def test_whoever_is_listed_by_two_communities_of_a_street_counts_as_one_person(everybody):
    driver = everybody.driver
    page = everybody("second_street").get("/organizations/D-second_street/members")
    assert "按人计" not in page
    driver.database.transact(
        lambda tx: make_organization(tx, parent=driver.district.second_street, code="NEW", kind="community")
    )
    register(driver, driver.member("second_branch"), "second_branch", "two_way_registration", "NEW")
    page = everybody("second_street").get("/organizations/D-second_street/members")
    assert "合计 7 人" in page
    assert "多列 1 次，按人计 6 人" in page


@pytest.mark.parametrize(
    ("who", "code"),
    [
        ("branch", "D-second_community"),
        ("second_branch", "D-second_community"),
        ("province", "D-second_community"),
        ("department", "D-department"),
        ("department", "D-external"),
        ("department", "nowhere"),
    ],
)
def test_the_list_is_hidden_from_whoever_does_not_read_the_unit_and_where_nobody_belongs(desks, who, code):
    desks(who).get(f"/organizations/{code}/members", 404)


def test_the_card_shows_no_figures_to_whoever_reads_no_members_there(everybody):
    page = everybody("branch").get("/organizations/D-second_community")
    assert "党员分类" not in page
    assert "也在别处参加活动" not in page


def test_a_long_list_goes_on_by_initials_and_takes_the_same_number_of_statements(desks):
    url = "/organizations/D-community/members"
    desks.driver.member("branch", name="安一")
    person = desks("community")
    person.get(url)
    with counted_statements(desks.database) as few:
        person.get(url)
    names = [f"{family}甲" for family in "白陈丁方高何金李马宁潘秦任孙田王欧徐杨周"]
    for name in names:
        desks.driver.member("branch", name=name)
    with counted_statements(desks.database) as many:
        page = person.get(url)
    assert len(few) == len(many) <= 12
    assert "安一" in page
    assert "周甲" not in page
    following = page.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0].replace("&amp;", "&")
    assert "周甲" in person.get(following)
    assert person.get(f"{url}?after=nonsense")
    assert person.get(f"{url}?class=nonsense&after=.")
