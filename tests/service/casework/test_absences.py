"""Days away: another acts meanwhile, in the name of both, and never across from themselves or in a circle."""

import json
from datetime import date

import pytest
from sqlalchemy import select

from service.casework.absences import NewAbsence, announce_absence, end_absence
from service.casework.users import disable_user
from service.errors import NotFound, NotYourTurn, ValidationFailed
from service.models import Absence, HistoryLine, User
from service.permissions import THE_OPERATOR
from service.queries.history import lines_of
from service.queries.users import actor_of_user
from tests.builders import add_post, make_user

TODAY, FRIDAY = date(2026, 11, 24), date(2026, 11, 27)


def person(driver, unit, role="committee_officer", name=None):
    """One more person at a unit."""
    return driver.database.transact(
        lambda tx: make_user(tx, role=role, organization=getattr(driver.district, unit), name=name, display_name=name)
    )


def actor(driver, name):
    """The person with the posts of this moment."""
    with driver.database.read() as tx:
        found = actor_of_user(tx, tx.session.scalars(select(User.id).where(User.name == name)).one())
    assert found is not None
    return found


def away(driver, name, substitute, first=TODAY, last=FRIDAY, by=THE_OPERATOR):
    new = NewAbsence(substitute, first, last)
    return driver.database.transact(lambda tx: announce_absence(tx, by, name, new)).id


def refused(driver, name, substitute, *days):
    with pytest.raises(ValidationFailed) as error:
        away(driver, name, substitute, *days)
    return [refusal.code for refusal in error.value.refusals]


def test_a_substitute_acts_on_these_days_and_the_history_names_both(driver, set_now):
    person(driver, "town", name="王敏")
    away(driver, "second_street", "王敏", last=FRIDAY, by=driver.actor("second_street"))
    number = driver.drive_to("street_review")
    driver.act(number, actor(driver, "王敏"), "accept")
    with driver.database.read() as tx:
        line = lines_of(tx, driver.case(number))[-1]
        body = json.loads(
            tx.session.scalars(
                select(HistoryLine.body).order_by(HistoryLine.case_id.desc(), HistoryLine.seq.desc())
            ).first()
        )
        absent = tx.session.scalars(select(User).where(User.name == "second_street")).one()
    assert (line["actor"]["name"], line["in_place_of"]) == ("王敏", {"id": absent.id, "name": absent.display_name})
    assert (line["organization"]["code"], body["in_place_of"]) == ("D-second_street", absent.id)
    set_now("2026-11-28T00:00:10+08:00")
    assert [post.code for post in actor(driver, "王敏").posts] == ["D-town"]
    set_now("2026-11-23T23:59:50+08:00")
    assert [post.code for post in actor(driver, "王敏").posts] == ["D-town"]


def test_ones_own_post_comes_before_that_of_another(driver):
    person(driver, "second_street", name="王敏")
    away(driver, "second_street", "王敏")
    number = driver.drive_to("street_review")
    driver.act(number, actor(driver, "王敏"), "accept")
    with driver.database.read() as tx:
        assert lines_of(tx, driver.case(number))[-1]["in_place_of"] is None


def test_an_absence_that_ends_early_ends_at_once(driver):
    person(driver, "town", name="王敏")
    absence = away(driver, "second_street", "王敏")
    assert len(actor(driver, "王敏").posts) == 2
    driver.database.transact(lambda tx: end_absence(tx, driver.actor("second_street"), absence))
    assert len(actor(driver, "王敏").posts) == 1
    away(driver, "second_street", "王敏")


def test_a_substitute_who_is_away_too_is_stood_in_for(driver):
    person(driver, "town", name="王敏")
    person(driver, "town", name="李强")
    away(driver, "second_street", "王敏")
    away(driver, "王敏", "李强", TODAY, TODAY)
    assert {post.code for post in actor(driver, "李强").posts} == {"D-town", "D-second_street"}


def test_only_work_on_cases_is_handed_over_and_only_while_the_absent_person_may_sign_in(driver):
    person(driver, "town", name="王敏")
    away(driver, "second_street", "王敏")
    driver.database.transact(
        lambda tx: add_post(
            tx, user=tx.session.scalars(select(User).where(User.name == "second_street")).one(),
            role="administrator", organization=driver.district.department,
        )
    )  # fmt: skip
    assert [post.role for post in actor(driver, "王敏").posts] == ["committee_officer"] * 2
    driver.database.transact(lambda tx: disable_user(tx, THE_OPERATOR, "second_street"))
    assert len(actor(driver, "王敏").posts) == 1


def test_nobody_stands_in_across_from_where_they_act_themselves(driver):
    away(driver, "second_street", "street")
    both = actor(driver, "street")
    number = driver.drive_to("street_review")
    with pytest.raises(NotYourTurn):
        driver.act(number, both, "accept")
    driver.act(number, "second_street", "accept")


def test_what_makes_no_sense_is_refused(driver):
    person(driver, "town", name="王敏")
    assert refused(driver, "second_street", "second_street") == ["substitute_is_oneself"]
    assert refused(driver, "second_street", "nobody") == ["no_colleague"]
    assert refused(driver, "second_street", "far_street") == ["no_colleague"]
    assert refused(driver, "second_street", "王敏", FRIDAY, TODAY) == ["absence_ends_before_it_begins"]
    assert refused(driver, "second_street", "王敏", date(2026, 11, 2), date(2026, 11, 3)) == ["absence_is_over"]
    away(driver, "second_street", "王敏")
    assert refused(driver, "second_street", "王敏", FRIDAY, date(2026, 12, 1)) == ["absences_overlap"]


def test_a_circle_is_refused_over_others_too_but_not_on_other_days(driver):
    for name in ("王敏", "李强"):
        person(driver, "town", name=name)
    away(driver, "second_street", "王敏")
    away(driver, "王敏", "李强", FRIDAY, date(2026, 12, 4))
    assert refused(driver, "王敏", "second_street", TODAY, TODAY) == ["substitutes_in_circle"]
    assert refused(driver, "李强", "second_street", FRIDAY, FRIDAY) == ["substitutes_in_circle"]
    away(driver, "李强", "second_street", date(2026, 12, 1), date(2026, 12, 4))


def test_others_are_not_sent_away_except_by_whoever_manages_their_sign_in(driver):
    person(driver, "town", name="王敏")
    with pytest.raises(NotFound):
        away(driver, "second_street", "王敏", by=driver.actor("street"))
    absence = away(driver, "second_street", "王敏", by=driver.actor("province"))
    with pytest.raises(NotFound):
        driver.database.transact(lambda tx: end_absence(tx, driver.actor("street"), absence))
    with driver.database.read() as tx:
        assert tx.session.scalars(select(Absence.ended_at)).all() == [None]
