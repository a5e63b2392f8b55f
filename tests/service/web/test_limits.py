"""Limits through the pages: seen, and changed after what that would do has been seen."""

FORM = "/organizations/D-street/limits/transfer/outflow_review"


def test_a_limit_is_changed_after_its_effect_on_open_cases_was_seen(desks, set_now):
    number = desks.driver.drive_to("outflow_review")
    set_now("2026-11-27T09:00:00+08:00")
    person = desks("department")
    assert "/organizations/D-street/limits" in person.get("/organizations/D-street")
    assert "5 个工作日" in person.get("/organizations/D-street/limits")
    person.get(FORM)
    page = person.send("/outflow_review", 200, length="2", basis="区转接办法第五条", open_cases="true")
    assert "在办的有 1 件期限会变，其中 1 件会超期，0 件不再超期。" in page
    assert number in page
    assert "“转出审核”改为 2 个工作日。" in page
    person.send("/outflow_review", 200, back="true")
    assert person.form("/outflow_review").fields["basis"] == "区转接办法第五条"
    assert "梧桐街道" in person.last.text
    page = person.send("/outflow_review", 200)
    assert desks.driver.case(number).member.name not in page
    before = desks.driver.case(number).due_on
    page = person.send("/outflow_review")
    assert "时限已改，1 件在办的期限有改动。" in page
    assert "2 个工作日" in page
    assert desks.driver.case(number).due_on < before


def test_without_open_cases_none_moves(desks):
    number, person = desks.driver.drive_to("outflow_review"), desks("department")
    before = desks.driver.case(number).due_on
    person.get(FORM)
    assert "在办的期限不变" in person.send("/outflow_review", 200, length="2", basis="x")
    assert "时限已改。" in person.send("/outflow_review")
    assert desks.driver.case(number).due_on == before


def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_stays(desks):
    person = desks("department")
    person.get(FORM)
    page = person.send("/outflow_review", 422, length="999", basis="区转接办法")
    assert "最长 250 个工作日" in page
    assert 'value="999"' in page
    assert 'value="区转接办法"' in page
    desks("street").get(FORM, 403)
    assert "<form" not in desks("branch").get("/organizations/D-street/limits").partition("<main")[2]
    person.get("/organizations/D-street/limits/transfer/nothing", 404)
