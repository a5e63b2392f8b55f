"""Many cases that each bear a number of their own: typed in rows or pasted as a column, and checked row by row."""

import re

import pytest

from tests.driving import counted_statements

RECEIPT = {"handled_by": "李敏", "handled_phone": "0599-1", "sent_via": "post"}


def look_ahead(person, action, numbers, status=200):
    return person.get(f"/bulk?action={action}&" + "&".join(f"cases={number}" for number in numbers), status)


def own(number):
    return f"letter_number-{number}"


def boxes(page):
    """The case of each row, with whether it is ticked."""
    return dict(re.findall(r'name="cases" value="(ZJ-\d+-\d+)@\d+"[^>]*?( checked)?>', page))


def typed(person):
    """What stands in the rows."""
    return {name: value for name, value in person.form("/bulk").fields.items() if name.startswith("letter_number-")}


@pytest.fixture
def carried(both_desks):
    """Three cases whose letters are on the way to the second street, and the numbers on the letters."""
    driver = both_desks.driver
    numbers = [driver.drive_to("in_transit") for _ in range(3)]
    return {number: driver.case(number).letter.number for number in numbers}


@pytest.mark.parametrize(
    ("state", "who", "action", "fields", "then"),
    [
        ("in_transit", "second_street", "report_in", {"received_on": "2026-11-24"}, "street_review"),
        ("receipt_due", "second_street", "send_receipt", RECEIPT, "receipt_check"),
        ("receipt_check", "street", "confirm_receipt", {}, "closed"),
    ],
)
def test_each_case_is_asked_its_own_number_which_nothing_proposes(both_desks, state, who, action, fields, then):
    driver, person = both_desks.driver, both_desks(who)
    letters = {number: driver.case(number).letter.number for number in (driver.drive_to(state) for _ in range(2))}
    assert "批量" in look_ahead(person, action, letters)
    assert typed(person) == dict.fromkeys(map(own, letters), "")
    page = person.send("/bulk", **{own(number): letter for number, letter in letters.items()}, **fields)
    assert "已办理 2 件。" in page
    assert "撤回这" not in page
    assert [driver.case(number).state for number in letters] == [then] * 2


def test_a_slip_in_one_row_is_said_there_and_nothing_is_done_until_it_is_mended(both_desks, carried):
    driver, person = both_desks.driver, both_desks("second_street")
    first, second, third = carried
    look_ahead(person, "report_in", carried)
    rows = {own(first): carried[first], own(second): carried[first], own(third): " "}
    page = person.send("/bulk", 422, comment="整批报到", **rows)
    assert re.findall(r'id="f-letter_number-([^"]+)-error"', page) == [second, third]
    assert "照纸上的填编号，不办的去掉勾。" in page
    assert typed(person)[own(first)] == carried[first]
    assert {driver.case(number).state for number in carried} == {"in_transit"}
    rows |= {own(second): carried[second]}
    cases = [value for value in person.form("/bulk").fields.getlist("cases") if not value.startswith(third)]
    assert "已办理 2 件。" in person.send("/bulk", cases=cases, **rows)
    assert driver.case(third).state == "in_transit"


def test_a_slip_of_many_rows_stands_once_in_the_summary(desks):
    numbers, person = [desks.driver.drive_to("in_transit") for _ in range(3)], desks("second_street")
    look_ahead(person, "report_in", numbers)
    page = person.send("/bulk", 422)
    assert f'<a href="#f-{own(numbers[0])}">照纸上的填编号，不办的去掉勾。（3 件）</a>' in page
    assert "有 1 处要改" in page


def test_a_day_that_fits_one_letter_and_not_another_is_said_at_the_other(desks, set_now):
    driver, early = desks.driver, desks.driver.drive_to("in_transit")
    set_now("2027-01-04T09:00:00+08:00")
    late, person = driver.drive_to("in_transit"), desks("second_street")
    look_ahead(person, "report_in", [early, late])
    rows = {own(number): driver.case(number).letter.number for number in (early, late)}
    page = person.send("/bulk", 422, received_on="2027-01-04", **rows)
    assert re.findall(r'id="f-letter_number-([^"]+)-error"', page) == [early]


def test_a_pasted_column_goes_to_its_rows_in_any_order_and_only_those_stay_ticked(both_desks, carried):
    driver, person = both_desks.driver, both_desks("second_street")
    first, second, third = carried
    look_ahead(person, "report_in", carried)
    column = f"介绍信编号\r\n{carried[third]}\t2026-11-24\r\n\r\n 某某\t{carried[first]} \r\n"
    page = person.send("/bulk", 200, numbers=column, match="true", comment="整批报到")
    assert "对上 2 件。没有编号的 1 件已去掉勾。" in page
    assert "<li>介绍信编号</li>" in page
    assert typed(person) == {own(first): carried[first], own(second): "", own(third): carried[third]}
    assert boxes(page) == {first: " checked", second: "", third: " checked"}
    assert "整批报到</textarea>" in page
    assert {driver.case(number).state for number in carried} == {"in_transit"}
    assert "已办理 2 件。" in person.send("/bulk")
    assert driver.case(second).state == "in_transit"


def test_a_column_that_was_only_pasted_is_shown_in_its_rows_before_anything_is_done(desks):
    driver, person = desks.driver, desks("second_street")
    number = driver.drive_to("in_transit")
    look_ahead(person, "report_in", [number])
    person.send("/bulk", 200, numbers=f"{driver.case(number).letter.number}\n桐组〔2026〕第 77 号")
    assert driver.case(number).state == "in_transit"
    page = person.send("/bulk", 422, received_on="没有这一天")
    assert "<li>桐组〔2026〕第 77 号</li>" in page
    assert "已办理 1 件。" in person.send("/bulk", received_on="2026-11-24")


def test_a_list_offers_what_needs_a_number_from_each_paper(desks):
    desks.driver.drive_to("receipt_check")
    assert "核销回执（本页 1 件）" in desks("street").get("/todo")


def test_typing_numbers_takes_as_many_statements_to_look_at_for_ten_cases_as_for_one(desks):
    driver, person = desks.driver, desks("second_street")
    numbers, counts = [driver.drive_to("in_transit") for _ in range(10)], []
    for some in (numbers[:1], numbers[:1], numbers):
        look_ahead(person, "report_in", some)
        with counted_statements(desks.database) as sent:
            person.send("/bulk", 422, **dict.fromkeys(map(own, some), "错"))
        counts.append(len(sent))
    assert counts[1] == counts[2] <= 16
