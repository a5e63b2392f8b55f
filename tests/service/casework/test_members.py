"""Members: recorded once, sealed, corrected by who answers for them, and shown in full only with a reason."""

import pytest
from sqlalchemy import select

from service.casework.members import add_member, add_members, create_member, new_member, reveal, update_member
from service.errors import NotFound, NotPermitted, StaleVersion, ValidationFailed
from service.models import AccessLine, Member, MemberRelation
from service.permissions import THE_OPERATOR
from service.queries.members import affiliation_of, masked, responsible_for
from service.vault import VaultError
from tests.builders import make_district, make_id_number, make_member, make_organization


@pytest.fixture
def district(database):
    with database.write() as tx:
        return make_district(tx)


def described(unit, **values):
    return {"name": "周国栋", "organization_code": unit.code, "id_number": make_id_number(serial=7), **values}


def refusals(verb, *arguments):
    with pytest.raises(ValidationFailed) as caught:
        verb(*arguments)
    return [(refusal.code, refusal.field) for refusal in caught.value.refusals]


def test_a_new_member_belongs_to_the_unit_and_is_answered_for_by_it(database, district):
    with database.write() as tx:
        member = create_member(tx, district.actors["branch"], described(district.branch))
        held = [affiliation_of(tx, member), responsible_for(tx, member)]
        assert [unit.code for unit in held if unit] == ["D-branch", "D-branch"]
        assert len(tx.session.scalars(select(MemberRelation)).all()) == 2
        assert (member.name_initials, member.member_status) == ("zgd", "full")


@pytest.mark.parametrize("who", ["branch", "street", "department"])
def test_the_own_secretary_and_the_officers_above_record_members(database, district, who):
    with database.write() as tx:
        assert create_member(tx, district.actors[who], described(district.branch)).version == 1


@pytest.mark.parametrize("who", ["community", "second_branch", "town", "city", "province"])
def test_nobody_else_records_members_there(database, district, who):
    with database.write() as tx, pytest.raises(NotPermitted):
        create_member(tx, district.actors[who], described(district.branch))


def test_a_street_takes_no_members_itself(database, district):
    with database.write() as tx:
        arguments = (tx, district.actors["street"], described(district.street))
        assert refusals(create_member, *arguments) == [("takes_no_members", "organization_code")]


def test_a_unit_that_is_no_more_takes_no_members(database, district):
    with database.write() as tx:
        gone = make_organization(tx, parent=district.community, valid_to=tx.today.replace(year=2020))
        arguments = (tx, district.actors["street"], described(gone))
        assert refusals(create_member, *arguments) == [("takes_no_members", "organization_code")]


def test_an_unknown_unit_is_named(database, district):
    with database.write() as tx:
        arguments = (tx, THE_OPERATOR, {"name": "周国栋", "organization_code": "nowhere"})
        assert refusals(create_member, *arguments) == [("unknown_organization", "organization_code")]


def test_an_id_number_is_one_persons_wherever_the_other_one_is(database, district):
    with database.write() as tx:
        create_member(tx, THE_OPERATOR, described(district.branch))
        arguments = (tx, THE_OPERATOR, described(district.far_community, name="周国梁"))
        assert refusals(create_member, *arguments) == [("id_number_taken", "id_number")]


def test_what_identifies_a_person_is_sealed_to_its_row_and_column(database, district):
    number, phone = make_id_number(serial=7), "13912345678"
    with database.write() as tx:
        member = create_member(tx, THE_OPERATOR, described(district.branch, phone=phone))
    raw = b"".join((member.id_number_sealed or b"", member.phone_sealed or b""))
    assert number.encode() not in raw
    assert phone.encode() not in raw
    opened = tx.vault.unseal(member.id_number_sealed or b"", table="members", column="id_number", row=member.id)
    assert opened == number
    with pytest.raises(VaultError):
        tx.vault.unseal(member.id_number_sealed or b"", table="members", column="phone", row=member.id)


def test_everybody_sees_masks(database, district):
    with database.write() as tx:
        member = create_member(tx, THE_OPERATOR, described(district.branch, phone="13912345678"))
        number = make_id_number(serial=7)
        assert masked(tx, member) == {"id_number": f"{number[:4]}{'*' * 10}{number[-4:]}", "phone": "139****5678"}


def test_the_whole_number_is_shown_to_who_says_why_and_that_is_kept(database, district):
    with database.write() as tx:
        member = create_member(tx, THE_OPERATOR, described(district.branch))
        assert reveal(tx, district.actors["street"], member.id, "id_number", "核对介绍信") == make_id_number(serial=7)
        assert reveal(tx, district.actors["street"], member.id, "phone", "联系") is None
    with database.read() as tx:
        lines = tx.session.scalars(select(AccessLine).order_by(AccessLine.id)).all()
        assert [(line.user_id, line.member_id, line.what, line.reason) for line in lines] == [
            (district.users["street"].id, member.id, "id_number", "核对介绍信"),
            (district.users["street"].id, member.id, "phone", "联系"),
        ]


def test_without_a_reason_nothing_is_shown(database, district):
    with database.write() as tx:
        member = make_member(tx, organization=district.branch)
        arguments = (tx, district.actors["street"], member.id, "phone", "  ")
        assert refusals(reveal, *arguments) == [("reason_required", "reason")]


@pytest.mark.parametrize("who", ["second_street", "far_department", "province"])
def test_to_others_the_member_does_not_exist(database, district, who):
    with database.write() as tx:
        member = make_member(tx, organization=district.branch)
        with pytest.raises(NotFound):
            reveal(tx, district.actors[who], member.id, "phone", "联系")
        with pytest.raises(NotFound):
            update_member(tx, district.actors[who], member.id, {"employer": "别处"}, 1)


def test_an_auditor_reads_but_does_not_write(database, district):
    with database.write() as tx:
        member = make_member(tx, organization=district.branch)
        with pytest.raises(NotPermitted):
            update_member(tx, district.actors["city"], member.id, {"employer": "别处"}, 1)


def test_a_correction_counts_the_version_up_and_a_late_one_is_refused(database, district):
    with database.write() as tx:
        member = make_member(tx, organization=district.branch, employer="甲厂")
    with database.write() as tx:
        assert update_member(tx, district.actors["branch"], member.id, {"employer": "乙厂"}, 1).version == 2
    with database.write() as tx, pytest.raises(StaleVersion) as caught:
        update_member(tx, district.actors["street"], member.id, {"employer": "丙厂"}, 1)
    assert caught.value.values["version"] == 2


def test_a_corrected_id_number_is_found_and_the_old_one_is_free(database, district):
    with database.write() as tx:
        member = make_member(tx, organization=district.branch, id_number=make_id_number(serial=7))
        update_member(tx, THE_OPERATOR, member.id, {"id_number": make_id_number(serial=8)}, 1)
        again = make_member(tx, organization=district.branch, id_number=make_id_number(serial=7))
    with database.write() as tx:
        arguments = (tx, THE_OPERATOR, again.id, {"id_number": make_id_number(serial=8)}, 1)
        assert refusals(update_member, *arguments) == [("id_number_taken", "id_number")]


def test_what_is_cleared_is_empty(database, district):
    with database.write() as tx:
        member = make_member(tx, organization=district.branch, employer="甲厂")
        cleared = update_member(tx, THE_OPERATOR, member.id, {"phone": None, "id_number": None, "employer": None}, 1)
        assert (cleared.phone_sealed, cleared.id_number_index, cleared.employer) == (None, None, None)
        assert not cleared.facts().has_contact


@pytest.mark.parametrize(
    ("joined", "ends"),
    [("2026-03-01", "2027-03-01"), ("2024-02-29", "2025-02-28"), ("2026-03", "2027-03"), (None, None)],
)
def test_probation_ends_a_year_after_joining_unless_it_is_told(database, district, joined, ends):
    with database.write() as tx:
        member = make_member(tx, organization=district.branch, member_status="probationary", joined_on=joined)
        assert member.probation_ends_on == ends


def test_a_persons_name_is_kept_without_the_spaces_that_align_it(database, district):
    with database.write() as tx:
        assert add_member(tx, district.branch, {"name": "周  亮"}).name == "周亮"
        assert add_member(tx, district.branch, {"name": "阿依古丽•买买提"}).name == "阿依古丽·买买提"
        assert add_member(tx, district.branch, {"name": "Anna  Lee"}).name == "Anna Lee"


def test_what_describes_nobody_is_refused_field_by_field(database, district):
    with database.write() as tx:
        found = refusals(add_member, tx, district.branch, {"id_number": "329901197001150012", "phone": "12"})
        assert found == [("required", "name"), ("invalid_id_number", "id_number"), ("invalid_phone", "phone")]
        assert tx.session.scalars(select(Member)).all() == []


def test_of_many_newcomers_only_those_recorded_meanwhile_are_left_out(database, district):
    with database.write() as tx:
        make_member(tx, organization=district.branch, id_number=make_id_number(serial=8))
        newcomers = [
            (new_member(tx, {"name": "周国栋", "id_number": make_id_number(serial=serial)}), district.branch)
            for serial in (7, 8, 9)
        ]
        assert add_members(tx, newcomers) == [newcomers[1][0]]
    with database.read() as tx:
        assert len(tx.session.scalars(select(Member).where(Member.name == "周国栋")).all()) == 2
        assert len(tx.session.scalars(select(MemberRelation)).all()) == 6
