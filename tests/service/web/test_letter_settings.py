"""How a committee writes its numbers: shown before, kept for itself, and never so that two letters bear one."""

import pytest

from tests.service.web.test_letters import text_of

GOOD = {"number_scheme": "云滨组转〔{年}〕第 {号} 号", "number_digits": "4", "script": "zh-Hans"}


def kept(person, status=303, code="D-street", **values):
    person.get(f"/organizations/{code}/letters")
    return person.send("/letters", status, **{**GOOD, **values})


def issued(driver):
    return driver.case(driver.drive_to("in_transit")).letter.number


def test_without_settings_a_number_is_as_the_rule_has_it(both_desks):
    assert "下一封介绍信的编号是：〔2026〕第 0001 号" in both_desks("street").get("/organizations/D-street/letters")
    assert issued(both_desks.driver) == "〔2026〕第 0001 号"


def test_a_committee_writes_its_own_numbers_and_others_keep_theirs(both_desks):
    page = kept(both_desks("street"))
    assert "介绍信设置已保存" in page
    assert "云滨组转〔2026〕第 0001 号" in page
    assert issued(both_desks.driver) == "云滨组转〔2026〕第 0001 号"
    kept(both_desks("street"), number_scheme="{年2}{代码}{号}", number_digits="3")
    assert issued(both_desks.driver) == "26D-street002"
    assert "〔2026〕第 0001 号" in both_desks("department").get("/organizations/D-second_street/letters")


def test_who_begins_in_the_middle_of_a_year_goes_on_from_the_own_book(both_desks):
    kept(both_desks("street"), next_number="312")
    assert issued(both_desks.driver) == "云滨组转〔2026〕第 0312 号"
    page = kept(both_desks("street"), 422, next_number="312")
    assert "今年已经开到第 312 号" in page
    assert issued(both_desks.driver) == "云滨组转〔2026〕第 0313 号"


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"number_scheme": "第 {号} 号"}, "还要有 {年}"),
        ({"number_scheme": "〔{年}〕第 号"}, "要有一个 {号}"),
        ({"number_scheme": "{年}{号}{号}"}, "要有一个 {号}"),
        ({"number_scheme": "{年}{月}{号}"}, "只能用 {代码}"),
        ({"number_scheme": "{年}{号}{"}, "只能用 {代码}"),
        ({"number_scheme": ""}, "这一项要填"),
        ({"number_digits": "9"}, "要在 1 到 8 之间"),
        ({"number_digits": "x"}, "填整数"),
        ({"next_number": "0"}, "要在 1 到"),
        ({"script": "en"}, "只能填"),
    ],
)
def test_what_would_make_no_good_number_is_refused_and_what_was_typed_stays(desks, wrong, words):
    page = kept(desks("street"), 422, **wrong)
    assert words in page
    assert desks("street").form("/letters").fields["number_scheme"] == {**GOOD, **wrong}["number_scheme"]
    assert issued(desks.driver) == "〔2026〕第 0001 号"


@pytest.mark.parametrize(
    ("right", "down", "shown"),
    [
        ("1.5", "-2", ("1.5", "-2")),
        ("２．５毫米".replace("毫米", "mm"), "−0.5", ("2.5", "-0.5")),
        ("", "+30", ("0", "30")),
    ],
)
def test_the_place_of_the_print_is_kept_in_tenths_of_a_millimetre(both_desks, right, down, shown):
    person = both_desks("street")
    kept(person, offset_right=right, offset_down=down)
    fields = person.form("/letters").fields
    assert (fields["offset_right"], fields["offset_down"]) == shown
    person.get("/organizations/D-street/letters/trial.pdf")
    assert f"向右移 {shown[0]} 毫米，向下移 {shown[1]} 毫米" in text_of(person).replace("\r\n", "")
    both_desks("second_street").get("/organizations/D-street/letters/trial.pdf", 403)


@pytest.mark.parametrize("wrong", ["31", "1.25", "abc", "30.1", "1 2"])
def test_what_is_no_place_is_refused(desks, wrong):
    assert "最多 30 毫米" in kept(desks("street"), 422, offset_right=wrong)
    assert desks("street").form("/letters").fields["offset_right"] == wrong


def test_only_officers_at_and_above_a_committee_that_issues_letters_set_them(desks):
    for who, status in (
        ("street", 200), ("department", 200), ("province", 200), ("second_street", 403), ("branch", 403), ("city", 403),
    ):  # fmt: skip
        desks(who).get("/organizations/D-street/letters", status)
    desks("department").get("/organizations/D-branch/letters", 403)
    desks("department").get("/organizations/nowhere/letters", 404)
    assert "/organizations/D-street/letters" in desks("street").get("/organizations/D-street")
    assert "/organizations/D-street/letters" not in desks("branch").get("/organizations/D-street")


def test_a_letter_is_in_the_characters_of_its_issuer_or_else_of_its_reader(desks):
    number, person = desks.driver.drive_to("in_transit"), desks("street")
    assert "有效期壹拾天" in printed(person, number)
    person.send("/preferences", language="zh-Hant", next="/todo")
    text = printed(person, number, reason="再印")
    assert "組織關係介紹信" in text
    assert "貳零玖玖年壹拾貳月" in text
    kept(person)
    assert "贰零玖玖年壹拾贰月" in printed(person, number, reason="再印")


def printed(person, number, **typed):
    person.get(f"/cases/{number}/letter")
    person.send("/letter", 200, **typed)
    text = "".join(text_of(person).split())
    person.get(f"/cases/{number}/letter")
    return text
