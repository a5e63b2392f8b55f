"""Many cases chosen in a list: looked at before, done one by one, answered one by one, and taken back."""

import html
import re

import pytest
from sqlalchemy import delete

from service.jobs import run_waiting
from service.models import StoredFile
from tests.builders import make_organization
from tests.driving import counted_statements


def look_ahead(person, action, numbers, status=200, **words):
    query = "&".join([f"action={action}", *(f"cases={number}" for number in numbers)])
    query += "".join(f"&{name}={value}" for name, value in words.items())
    return person.get(f"/bulk?{query}", status)


def boxes(page):
    return re.findall(r'name="cases" value="(ZJ-\d+-\d+)@\d+"', page)


@pytest.fixture
def three(both_desks):
    """Cases for the second street: two to be accepted, one that is placed already."""
    return [both_desks.driver.drive_to(state) for state in ("street_review", "street_review", "placement")]


def test_chosen_cases_are_looked_at_and_done_and_each_is_answered(both_desks, three):
    person, driver = both_desks("second_street"), both_desks.driver
    page = look_ahead(person, "accept", three)
    assert "可以办理 2 件，跳过 1 件" in page
    assert boxes(page) == three[:2]
    assert "不能办理“接收”" in page
    page = person.send("/bulk", cases=[f"{number}@4" for number in three[:2]], comment="材料齐全")
    assert "已办理 2 件" in page
    assert [driver.case(number).state for number in three] == ["placement"] * 3
    assert "材料齐全" in person.get(f"/cases/{three[0]}")


def test_boxes_that_are_unticked_are_left_alone(both_desks, three):
    person = both_desks("second_street")
    look_ahead(person, "accept", three)
    person.send("/bulk", cases=[f"{three[1]}@4"])
    assert both_desks.driver.case(three[0]).state == "street_review"
    assert both_desks.driver.case(three[1]).state == "placement"


def test_a_case_that_moved_after_the_look_ahead_is_skipped_and_says_so(desks):
    driver, person = desks.driver, desks("second_street")
    moved, still = driver.drive_to("street_review"), driver.drive_to("street_review")
    look_ahead(person, "accept", [moved, still])
    driver.act(moved, "second_street", "check_file", enquired_on="2026-11-20")
    page = person.send(person.form("/bulk"), None, cases=[f"{moved}@4", f"{still}@4"])
    assert "已办理 1 件，跳过 1 件" in page
    assert "刚被" in page
    assert driver.case(moved).state == "file_check"


def test_a_case_out_of_sight_is_answered_like_one_that_is_not_there(desks):
    number, person = desks.driver.drive_to("street_review"), desks("village")
    pages = [look_ahead(person, "accept", [one]) for one in (number, "ZJ-2026-9999")]
    assert pages[0].replace(number, "ZJ-2026-9999") == pages[1]
    assert desks.driver.case(number).member.name not in pages[0]


def test_a_case_put_into_the_form_by_hand_is_refused_and_stays_hidden(desks):
    driver, person = desks.driver, desks("second_street")
    mine, hidden = driver.drive_to("street_review"), driver.open().number
    look_ahead(person, "accept", [mine])
    page = person.send("/bulk", None, cases=[f"{mine}@4", f"{hidden}@1", "ZJ-2026-9999@1"])
    assert "没有这个编号，或你所在组织不是办理方。（2 件）" in page
    assert driver.case(hidden).member.name not in page
    assert f'/cases/{hidden}"' not in page


def test_what_was_typed_is_kept_when_a_field_is_wrong_for_all(desks):
    driver, person = desks.driver, desks("street")
    numbers = [driver.drive_to("outflow_review") for _ in range(2)]
    look_ahead(person, "issue_letter", numbers)
    ticked = [f"{numbers[0]}@2"]
    page = person.send("/bulk", 422, cases=ticked, valid_days="200", comment="统一开具")
    assert "介绍信有效期填 1 到" in page
    assert "统一开具</textarea>" in page
    assert re.findall(r'value="(ZJ[^"]+)@2"[^>]* checked', page) == numbers[:1]
    assert boxes(page) == numbers
    person.send("/bulk", cases=ticked, valid_days="20", comment="统一开具")
    assert driver.case(numbers[0]).letter.valid_days == 20


def test_nothing_ticked_no_action_and_nothing_chosen_are_said(desks):
    number, person = desks.driver.drive_to("street_review"), desks("second_street")
    assert "还没有选办件" in look_ahead(person, "accept", [], 422)
    assert "还没有选要办的事" in look_ahead(person, "", [number], 422)
    look_ahead(person, "refuse", [number], 404)
    look_ahead(person, "accept", [number])
    assert "还没有选办件" in person.send("/bulk", 422, cases=[])
    assert boxes(person.last.text) == [number]


def test_a_form_sent_twice_leads_to_the_same_answers_and_takes_no_second_step(desks):
    numbers, person = [desks.driver.drive_to("street_review") for _ in range(2)], desks("second_street")
    look_ahead(person, "accept", numbers)
    form = person.form("/bulk")
    places = []
    for _ in range(2):
        form.fields.setlist("cases", [f"{number}@4" for number in numbers])
        places.append(person.client.post("/bulk", data=form.fields).headers["Location"])
    assert places[0] == places[1]
    assert [desks.driver.case(number).version for number in numbers] == [5, 5]


def test_what_was_done_together_is_taken_back_together_while_it_can_be(desks):
    numbers, person = [desks.driver.drive_to("street_review") for _ in range(2)], desks("second_street")
    look_ahead(person, "accept", numbers)
    page = person.send("/bulk", cases=[f"{number}@4" for number in numbers])
    assert "撤回这 2 件（剩 " in page
    desks.driver.act(numbers[0], "second_community", "place")
    page = person.send("/bulk", None)
    assert "已办理 1 件，跳过 1 件" in page
    assert [desks.driver.case(number).state for number in numbers] == ["receipt_due", "street_review"]


def test_answers_belong_to_whoever_asked(desks):
    number, person = desks.driver.drive_to("street_review"), desks("second_street")
    look_ahead(person, "accept", [number])
    person.send("/bulk", cases=[f"{number}@4"])
    place = person.last.request.path
    assert place.startswith("/bulk/results/")
    desks("street").get(place, 404)
    desks("street").get("/bulk/results/nothing", 404)


def test_members_are_placed_together_in_the_branch_that_was_chosen(desks):
    driver, person = desks.driver, desks("second_community")
    driver.database.transact(
        lambda tx: make_organization(tx, parent=driver.district.second_community, name="听松第二党支部", code="D-2b2")
    )
    numbers = [driver.drive_to("placement") for _ in range(2)]
    page = look_ahead(person, "place", numbers)
    assert "听松第二党支部" in page
    cases = [f"{number}@5" for number in numbers]
    person.send("/bulk", 422, cases=cases, placed_in_code="D-branch")
    assert 'class="field field-wrong"' in person.last.text
    person.send("/bulk", cases=cases, placed_in_code="D-2b2")
    assert {driver.holders(driver.case(number).member_id)["affiliation"] for number in numbers} == {"D-2b2"}


def test_a_list_offers_what_fits_its_rows_and_boxes_for_those_only(desks):
    driver, person = desks.driver, desks("second_street")
    ready, placed = driver.drive_to("street_review"), driver.drive_to("placement")
    page = person.get("/todo")
    assert re.findall(r'name="cases" value="([^"]+)"', page) == [ready]
    assert "接收（本页 1 件）" in page
    page = person.get("/cases")
    assert placed in page
    assert re.findall(r'name="cases" value="([^"]+)"', page) == [ready]
    assert "全选本页" not in desks("village").get("/cases")
    page = person.get(html.unescape(re.findall(r'href="([^"]+)" data-tick', person.get("/todo"))[0]))
    assert re.findall(r'value="([^"]+)"[^>]* checked', page) == [ready]


@pytest.mark.parametrize("place", ["/todo?box=mine", "/cases?state=draft"])
def test_the_whole_list_is_chosen_with_its_filter_beyond_the_page_that_is_shown(both_desks, place):
    driver, person = both_desks.driver, both_desks("branch")
    numbers = {driver.open().number for _ in range(22)}
    driver.drive_to("outflow_review")
    page = person.get(place)
    assert "连同其余各页" in page
    form = next(form for form in person.forms() if form.action == "/bulk")
    query = "&".join(f"{name}={value}" for name, value in form.fields.items() if name != "action")
    page = person.get(f"/bulk?{query}&action=submit&all=true")
    assert set(boxes(page)) == numbers
    assert "可以办理 22 件。" in page


def test_more_than_can_be_waited_for_are_done_behind_a_page_that_shows_how_far(both_desks, monkeypatch):
    monkeypatch.setattr("service.web.bulk.AT_ONCE", 1)
    driver, person = both_desks.driver, both_desks("branch")
    numbers = [driver.open().number for _ in range(2)]
    look_ahead(person, "submit", numbers)
    page = person.send("/bulk", cases=[f"{number}@1" for number in numbers])
    place = person.last.request.path
    assert "正在逐件办理" in page
    assert person.last.headers["Refresh"]
    both_desks("street").get(place, 404)
    assert run_waiting(both_desks.database) == 1
    assert "已办理 2 件" in person.get(place)
    assert "Refresh" not in person.last.headers


def test_work_in_the_background_is_found_again_in_the_list_until_its_answers_are_gone(both_desks, monkeypatch):
    monkeypatch.setattr("service.web.bulk.AT_ONCE", 0)
    monkeypatch.setattr("service.web.bulk_jobs.JOBS", 2)
    driver, person = both_desks.driver, both_desks("branch")
    places = []
    for _ in range(3):
        number = driver.open().number
        look_ahead(person, "submit", [number])
        person.send("/bulk", cases=[f"{number}@1"])
        places.append(person.last.request.path)
    page = person.get("/bulk/jobs")
    assert page.count("排队等待") == 2
    older = html.unescape(re.findall(r'href="([^"]+)" rel="next"', page)[0])
    run_waiting(both_desks.database)
    assert "已办理 1 件。" in person.get("/bulk/jobs")
    assert len(re.findall(r'class="who"', person.get(older))) == 1
    assert "还没有在后台办理过" in both_desks("street").get("/bulk/jobs")
    both_desks.database.transact(lambda tx: tx.session.execute(delete(StoredFile)))
    assert "已按期删除" in person.get(places[0])


def test_looking_ahead_takes_as_many_statements_for_ten_cases_as_for_one(desks):
    numbers, person = [desks.driver.open().number for _ in range(10)], desks("branch")
    counts = []
    for some in (numbers[:1], numbers[:1], numbers):
        with counted_statements(desks.database) as sent:
            look_ahead(person, "submit", some)
        counts.append(len(sent))
    assert counts[1] == counts[2] <= 12
