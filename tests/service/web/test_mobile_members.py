"""Members who are away on one page, each spoken to with two taps, and what the rules suggest about them."""

from service.queries.history import lines_of
from tests.driving import counted_statements
from tests.service.being_away import issued, taken_in
from tests.service.web.desk import Person


def test_a_contact_and_an_activity_are_written_down_by_opening_and_confirming(desks):
    number = taken_in(desks.driver).number
    home, host = desks("branch"), desks("second_community")
    assert "还没有联系过" in home.get("/mobile-members")
    page = home.send(f"/cases/{number}/actions/log_contact")
    assert "上次联系 2026-11-24" in page
    assert home.last.request.path == "/mobile-members"
    host.get("/mobile-members?side=in")
    page = host.send(f"/cases/{number}/actions/log_activity")
    assert host.last.request.args.to_dict() == {"side": "in"}
    assert [line["action"] for line in lines(desks.driver, number)][-2:] == ["log_contact", "log_activity"]


def another_day(desks):
    """The secretary of the first branch, who has to sign in again."""
    return Person(desks.app).sign_in("branch")


def lines(driver, number):
    with driver.database.read() as tx:
        return lines_of(tx, driver.case(number))


def test_each_side_sees_its_own_and_nobody_sees_those_who_have_not_arrived(desks):
    there, expected = taken_in(desks.driver), issued(desks.driver)
    out = desks("branch").get("/mobile-members")
    assert there.number in out
    assert expected.number in out
    come = desks("second_community").get("/mobile-members?side=in")
    assert there.number in come
    assert expected.number not in come
    assert "没有外出的党员。" in desks("second_community").get("/mobile-members")
    assert "没有外出的党员。" in desks("village").get("/mobile-members")
    desks("province").get("/mobile-members", 404)


def test_the_parts_of_the_list_are_those_due_those_late_and_those_over(desks, set_now):
    driver = desks.driver
    case, over = issued(driver), issued(driver)
    driver.act(over.number, "branch", "cancel", reason="不外出了")
    person = desks("branch")
    assert case.number in person.get("/mobile-members?part=soon")
    assert case.number not in person.get("/mobile-members?part=late")
    assert over.number in person.get("/mobile-members?part=ended")
    assert case.number not in person.get("/mobile-members?part=ended")
    set_now("2026-12-25T09:00:00+08:00")
    late = another_day(desks).get("/mobile-members?part=late")
    assert case.number in late
    assert "超期" in late


def test_after_six_months_at_one_place_a_transfer_is_suggested_and_nothing_happens_by_itself(desks, set_now):
    case = taken_in(desks.driver)
    set_now("2027-05-23T09:00:00+08:00")
    person = another_day(desks)
    assert "建议办理组织关系接转" not in person.get("/mobile-members")
    assert case.number not in person.get("/mobile-members?part=transfer")
    set_now("2027-05-24T09:00:00+08:00")
    person = another_day(desks)
    assert "在一处已满六个月（2027-05-24 起）" in person.get("/mobile-members?part=transfer")
    assert "办不办由党组织定" in person.get(f"/cases/{case.number}")
    assert desks.driver.case(case.number).state == "attached"


def test_three_at_one_place_may_form_a_temporary_group(desks):
    for _ in range(2):
        taken_in(desks.driver)
    assert "临时党支部" not in desks("branch").get("/mobile-members")
    taken_in(desks.driver)
    assert "望潮社区第一党支部有 3 名党员在听松社区，可以成立临时党支部或党小组。" in desks("branch").get(
        "/mobile-members"
    )
    assert "听松社区现有流入党员 3 名" in desks("second_community").get("/mobile-members?side=in")


def test_however_many_are_away_the_page_asks_as_many_questions(desks):
    taken_in(desks.driver)
    person = desks("branch")
    person.get("/mobile-members")
    with counted_statements(desks.database) as before:
        person.get("/mobile-members")
    for _ in range(3):
        taken_in(desks.driver)
    with counted_statements(desks.database) as after:
        person.get("/mobile-members")
    assert len(after) <= len(before) + 1  # the name of a place where there are three


def test_the_registers_say_who_belongs_and_who_is_on_cards(desks):
    case = taken_in(desks.driver)
    out = desks("branch").get("/ledgers/outflow")
    assert case.particulars["certificate"]["number"] in out
    assert "望潮社区第一党支部：组织关系在这里 1 人，登记在册共 1 人" in out
    come = desks("second_community").get("/ledgers/inflow")
    assert "听松社区：组织关系在这里 0 人，登记在册共 1 人" in come
    assert case.number in come
    assert "没有登记外出的党员" in desks("second_community").get("/ledgers/outflow")
    printed = desks("branch").get("/ledgers/outflow/print")
    assert "流出登记" in printed
    assert "制表：" in printed


def test_the_place_stands_in_the_register_as_it_was_written(desks):
    taken_in(desks.driver, place="海棠市东城街道 盛达建材厂")
    assert "盛达建材厂" in desks("branch").get("/ledgers/outflow")
