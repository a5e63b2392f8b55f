"""Members by class: each in exactly one, whatever has happened to them, and the figures add up."""

import random

import pytest
from sqlalchemy import select

from service.errors import DeskError
from service.models import Case, Member, MemberRelation, Organization
from service.queries.member_classes import RULE, SHOWN_ORDER, SUMMED_KINDS, figures_of, members_of_class, units_summed
from service.queries.members import members_page
from tests.builders import make_id_number, make_member, make_organization
from tests.driving import PAPER_WAY
from tests.service.registering import filed

HOMES = ("branch", "community", "second_branch", "second_community", "village_branch", "employer_branch")
RECEIVERS = ("D-community", "D-second_community", "D-village", "D-second_branch")
SEEN = ("branch", "community", "second_community", "second_branch", "village", "village_branch", "employer")
FILED: tuple[tuple[str, dict[str, str]], ...] = (("submit", {}), ("agree", {}), ("file", {}))
AWAY = ("issue_certificate", "attach_member", "leave", "check_return")
ENDS = ((), (("pause", {"reason": "外出"}),), (("end", {"reason": "搬走"}),))


def anybody(driver, number, action, fields):
    """The step, taken by whoever may take it; False where nobody may."""
    for who in driver.district.actors.values():
        try:
            driver.act(number, who, action, **fields)
        except DeskError:
            continue
        return True
    return False


def register(driver, chance, member):
    body = {
        "member_id": member, "kind": chance.choice(["dual_management", "two_way_registration"]),
        "receiving_code": chance.choice(RECEIVERS), "consent_on": "2026-11-20",
    }  # fmt: skip
    number = opened(driver, "dual_management", body)
    for action, fields in (*FILED[: chance.choice([1, 3, 3, 3])], *chance.choice(ENDS)) if number else ():
        anybody(driver, number, action, fields)


def transfer(driver, chance, member):
    number = opened(driver, "transfer", {"member_id": member, "receiving_code": chance.choice(RECEIVERS)})
    for _who, action, fields in PAPER_WAY[: chance.choice([2, 4, 4, 5, 7])] if number else ():
        anybody(driver, number, action, fields)


def go_away(driver, chance, member):
    number = opened(driver, "mobile_registration", {"member_id": member, "receiving_code": chance.choice(RECEIVERS)})
    for action in AWAY[: chance.choice([0, 1, 2, 2, 2, 3, 4])] if number else ():
        paper = driver.case(number).particulars.get("certificate") or {}
        needed = {"attach_member": {"certificate_number": paper.get("number")}, "leave": {"result": "良好"}}
        anybody(driver, number, action, needed.get(action, {}))


def opened(driver, workflow, body):
    for who in driver.district.actors.values():
        try:
            return driver.open(who, workflow=workflow, **body).number
        except DeskError:
            continue
    return None


def listed(tx, unit, name, limit=3):
    found, place = [], None
    while rows := members_of_class(tx, unit, name, after=place, limit=limit):
        found += [member.id for member in rows]
        place = (rows[-1].name_initials, rows[-1].id)
    return found


def expected(tx, unit):
    """The class of each member of a unit, told by hand from the rows."""
    paths = {row.id: row.path for row in tx.session.scalars(select(Organization))}
    inside = {key for key, path in paths.items() if path.startswith(unit.path)}
    belongs = dict(
        tx.session.execute(
            select(MemberRelation.member_id, MemberRelation.organization_id).where(
                MemberRelation.relation == "affiliation", MemberRelation.until.is_(None)
            )
        ).all()
    )
    classes = {}
    for member in tx.session.scalars(select(Member.id)):
        told = one_class(tx, member, belongs.get(member) in inside, inside)
        if told is None and member not in belongs and answers_for(tx, member) in inside:
            told = "affiliation_unknown"
        if told is not None:
            classes[member] = told
    return classes


def one_class(tx, member, belongs_here, inside):
    kinds, outside, arriving, gone, hosted = set(), False, False, False, False
    for case in tx.session.scalars(select(Case).where(Case.member_id == member, Case.is_open)):
        sides = {row.party: row.organization_id for row in case_parties(tx, case)}
        if case.workflow == "transfer":
            arriving = arriving or (case.state == "placement" and sides["receiving"] in inside)
        elif case.workflow == "mobile_registration":
            gone = gone or (case.state != "leave_reported" and sides["host"] not in inside)
            hosted = hosted or (case.state == "attached" and sides["host"] in inside)
        elif case.state in ("active", "paused"):
            two_way = case.kind == "two_way_registration"
            taking_part = {sides["receiving"]} if two_way else {sides["receiving"], sides["outflow"]}
            outside = outside or bool(taking_part - inside)
            kinds |= {case.kind} if taking_part & inside else set()
    if belongs_here:
        return "away" if gone else "takes_part_elsewhere" if outside else "affiliated"
    first = [name for name in ("two_way_registration", "dual_management") if name in kinds]
    return first[0] if first else "hosted" if hosted else "arriving" if arriving else None


def answers_for(tx, member):
    held = MemberRelation.member_id == member, MemberRelation.relation == "responsibility"
    return tx.session.scalar(select(MemberRelation.organization_id).where(*held, MemberRelation.until.is_(None)))


def case_parties(tx, case):
    tx.session.refresh(case, ["parties"])
    return case.parties


def happen(driver, chance):
    for _ in range(20):
        home = getattr(driver.district, chance.choice(HOMES))
        member = driver.database.transact(lambda tx, home=home: make_member(tx, organization=home)).id
        for _ in range(chance.randint(0, 3)):
            chance.choice([register, register, transfer, go_away])(driver, chance, member)
    for who in ("community", "second_community", "village_branch"):
        person = {"name": "来历不明", "id_number": make_id_number()}
        driver.open(who, "register_inflow", "mobile_registration", member=person, receiving_code=f"D-{who}")


def figures(driver, key):
    with driver.database.read() as tx:
        found = figures_of(tx, getattr(driver.district, key))
    return {name: count for name, count in found.summed.items() if count}, found.persons


def test_neither_side_counts_twice_whoever_belongs_to_one_and_takes_part_on_both(driver):
    member = filed(driver).member_id
    assert figures(driver, "branch") == ({"takes_part_elsewhere": 1}, 1)
    assert figures(driver, "second_community") == ({"dual_management": 1}, 1)
    transfer = driver.open("branch", member_id=member).number
    for who, action in (("branch", "submit"), ("street", "release"), ("second_street", "accept")):
        driver.act(transfer, who, action)
    assert figures(driver, "second_community") == ({"dual_management": 1}, 1), "registered and arriving is one person"
    driver.act(transfer, "second_community", "place")
    assert figures(driver, "branch") == ({"dual_management": 1}, 1)
    assert figures(driver, "second_community") == ({"takes_part_elsewhere": 1}, 1)


def test_a_street_counts_a_person_once_who_is_listed_by_two_of_its_communities(driver):
    district = driver.district
    driver.database.transact(
        lambda tx: make_organization(tx, kind="community", parent=district.second_street, name="银杏社区", code="D-2c2")
    )
    member = driver.member("second_community")
    number = driver.open("second_community", "propose", "dual_management", member_id=member, reason_code="moved_home",
                         kind="dual_management", consent_on="2026-11-01", receiving_code="D-2c2").number  # fmt: skip
    for action in ("submit", "agree", "file"):
        anybody(driver, number, action, {})
    assert driver.case(number).state == "active"
    assert figures(driver, "second_street") == ({"takes_part_elsewhere": 1, "dual_management": 1}, 1)


@pytest.mark.slow
def test_after_anything_each_member_is_in_exactly_one_class_and_the_figures_add_up(driver):
    happen(driver, random.Random(2))
    met = set()
    with driver.database.read() as tx:
        for key in SEEN:
            unit = getattr(driver.district, key)
            told = expected(tx, unit)
            lists = {name: listed(tx, unit, name) for name in SHOWN_ORDER}
            assert {member: name for name, members in lists.items() for member in members} == told
            assert sum(map(len, lists.values())) == len(told)
            figures = figures_of(tx, unit)
            assert figures.summed == {name: len(members) for name, members in lists.items()}
            assert figures.persons == len(told)
            met |= {name for name, members in lists.items() if members}
        for key in ("branch", "community", "second_community", "village"):
            assert {member.id for member in members_page(tx, driver.actor(key))} <= set(
                expected(tx, getattr(driver.district, key))
            )
    assert met == set(RULE)


@pytest.mark.slow
def test_the_figures_of_a_street_are_the_sums_of_its_communities_and_each_person_counts_once(driver):
    happen(driver, random.Random(3))
    with driver.database.read() as tx:
        for key in ("street", "second_street", "town"):
            street = getattr(driver.district, key)
            assert street.kind in SUMMED_KINDS
            units = units_summed(tx, street)
            alone = {unit.id: figures_of(tx, unit).of_units.get(unit.id, {}) for unit in units}
            figures = figures_of(tx, street)
            assert figures.of_units == {key: counts for key, counts in alone.items() if counts}
            assert figures.persons == len({member for unit in units for member in expected(tx, unit)})
