"""Days away through the pages."""

from tests.builders import make_user


def colleague(desks):
    district = desks.driver.district
    desks.database.transact(
        lambda tx: make_user(tx, role="committee_officer", organization=district.town, name="wang", display_name="王敏")
    )


def test_a_person_names_who_acts_meanwhile_and_ends_it(desks):
    colleague(desks)
    person = desks("second_street")
    assert "不在时由谁代办" in person.get("/account")
    assert "没有设代办人" in person.get("/absences/second_street")
    page = person.send("/absences/second_street", 422, substitute="wang", first_day="2026-11-27", last_day="2026-11-24")
    assert "最后一天早于第一天" in page
    assert 'value="2026-11-27"' in page
    page = person.send("/absences/second_street", substitute="wang", first_day="2026-11-24", last_day="2026-11-27")
    assert "这几天由王敏代办" in page
    assert "代办中" in page
    substitute = desks("wang")
    assert "党委经办人，代银杏街道经办人" in substitute.get("/todo")
    assert "这几天由你代银杏街道经办人办理。" in substitute.last.text
    substitute.get("/account")
    substitute.send("/post", None, post="D-second_street")
    assert "现在是代银杏街道经办人办理。" in substitute.get("/todo")
    number = desks.driver.drive_to("street_review")
    substitute.get(f"/cases/{number}/actions/accept")
    substitute.send("/actions/accept")
    assert "王敏（代银杏街道经办人）" in person.get(f"/cases/{number}")
    assert "银杏街道经办人" in substitute.get("/absences/wang")
    person.get("/absences/second_street")
    assert "已结束" in person.send("/end")
    assert "代银杏街道经办人" not in substitute.get("/todo")


def test_a_substitute_who_is_oneself_or_would_come_back_to_oneself_is_refused_and_the_days_stay(desks):
    colleague(desks)
    days = {"first_day": "2026-11-24", "last_day": "2026-11-27"}
    first, second = desks("second_street"), desks("wang")
    first.get("/absences/second_street")
    assert "代办人要是另一个人" in first.send("/absences/second_street", 422, substitute="second_street", **days)
    first.send("/absences/second_street", substitute="wang")
    second.get("/absences/wang")
    page = second.send("/absences/wang", 422, substitute="second_street", **days)
    assert "银杏街道经办人这几天也不在，由你或你代办的人代办" in page
    kept = second.form("/absences/wang").fields
    assert (kept["substitute"], kept["first_day"], kept["last_day"]) == ("second_street", *days.values())


def test_administrators_reach_it_from_the_sign_in_and_others_find_nothing(desks):
    page = desks("province").get("/users/street")
    assert "/absences/street" in page
    assert "梧桐街道经办人的代办" in desks("province").get("/absences/street")
    desks("branch").get("/absences/street", 404)
