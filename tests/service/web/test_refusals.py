"""What is refused on pages: said plainly, with what was typed still there."""

import pytest

AWAY = {"workflow": "mobile_registration", "reason_code": "work_away"}
TYPED = {
    "/cases/new/away": {"place": "海棠市东城街道"},
    "/cases/new/dual": {"consent_on": "2026-11-20", "comment": "本人要求"},
}
FOLLOWED_UP = {"workflow": "follow_up", "category": "migrant_worker"}


@pytest.mark.parametrize(
    ("form", "first"),
    [("/cases/new/away", AWAY), ("/cases/new/dual", {"workflow": "dual_management", "consent_on": "2026-11-01"})],
)
def test_a_second_registration_in_one_community_names_the_first(desks, form, first):
    case = desks.driver.open(**first)
    person = desks("branch")
    person.get(f"{form}?member_id={case.member_id}")
    page = person.send(form, 409, receiving_code_query="D-second_community", **TYPED[form])
    assert f"已有一件在办：{case.number}" in page
    kept = person.form(form).fields
    assert {name: kept[name] for name in TYPED[form]} == TYPED[form]
    assert (kept["member"], kept["receiving_code"]) == (case.member_id, "D-second_community")


def followed_up(desks, **values):
    member = desks.driver.member(**values)
    number = desks.driver.open(member_id=member, **FOLLOWED_UP).number
    desks.driver.act(number, "branch", "log_contact", way="phone", result="not_reached")
    return number


def test_nobody_is_unreachable_before_three_tries_by_two_ways(desks):
    number, person = followed_up(desks), desks("branch")
    page = person.get(f"/cases/{number}/actions/give_up_search", 409)
    assert "1 次" in page
    assert not [form for form in person.forms() if form.action.endswith("/give_up_search")]


def test_nobody_is_reported_up_before_six_months_of_silence(desks):
    number, person = followed_up(desks, dues_paid_through="2026-09", last_activity_on="2026-06"), desks("branch")
    desks.driver.act(number, "branch", "log_contact", way="phone", result="not_reached")
    desks.driver.act(number, "branch", "log_contact", way="visit", result="not_reached")
    desks.driver.act(number, "branch", "give_up_search")
    page = person.get(f"/cases/{number}/actions/report_up", 409)
    assert "2027-03-30" in page
    assert not [form for form in person.forms() if form.action.endswith("/report_up")]


def test_nobody_is_settled_before_a_placement(desks):
    number, person = followed_up(desks), desks("branch")
    page = person.get(f"/cases/{number}/actions/settle", 409)
    assert "还没有编入支部、报到登记或备案" in page
    assert not [form for form in person.forms() if form.action.endswith("/settle")]


def expected(desks):
    """A case, its certificate for a community in another city, and the secretary there."""
    case = desks.driver.open(**AWAY, receiving_code="D-far_community")
    paper = desks.driver.act(case.number, "branch", "issue_certificate").particulars["certificate"]["number"]
    return case, paper, desks("far_community")


def test_whoever_turns_a_holder_away_says_why_and_the_department_is_told(desks):
    case, paper, person = expected(desks)
    assert f"/cases/new/decline?certificate_number={paper}" in person.get("/cases/new/arrival")
    page = person.get(f"/cases/new/decline?certificate_number={paper}")
    assert "不得以任何理由拒收" in page
    assert case.member.name not in page
    page = person.send("/cases/new/decline", 409, reason=" ")
    assert person.form("/cases/new/decline").fields["certificate_number"] == paper
    page = person.send("/cases/new/decline", reason="支部党员人数已多")
    assert "已记录，并告知流出地党组织和组织部。" in page
    assert paper in page, "the holder is still expected"
    for who in ("branch", "far_department"):
        assert case.number in desks(who).get("/notices")
        assert "支部党员人数已多" in desks(who).get(f"/cases/{case.number}")


@pytest.mark.parametrize("typed", ["", "HD-2026-0999", "another unit's"])
def test_nobody_turns_away_whom_they_do_not_expect(desks, typed):
    _, paper, _ = expected(desks)
    person = desks("village")
    person.get("/cases/new/decline")
    page = person.send(
        "/cases/new/decline", 409, certificate_number=paper if "unit" in typed else typed, reason="没有位置"
    )
    assert "没有位置" in page
    assert "活动证" in page
