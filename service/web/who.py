"""Whom a form is about: somebody chosen from one's own members, or somebody named by number and name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from service.casework.members import REASON_LENGTH
from service.db import Transaction
from service.errors import DuplicateOpenCase, NotFound, ValidationFailed
from service.forms.directory import PERSON
from service.forms.loading import load
from service.models import AccessLine, Member
from service.permissions import Actor
from service.presentation.form_fields import Option
from service.presentation.new_case_pages import described
from service.queries.candidates import member_chosen, members_found, open_transfer_of, person_named
from service.queries.members import holders, masked
from service.queries.subjects import Person
from workflows.vocabulary import Refusal


@dataclass(frozen=True)
class Found:
    """Who was meant, and who else fits what was typed."""

    person: Person | None = None
    candidates: Sequence[Option] = field(default_factory=tuple)


def chosen_member(tx: Transaction, actor: Actor, typed: Mapping[str, str], *, must: bool = True) -> Found:
    """The member that was chosen, or the only one that fits. Raises ValidationFailed where it `must` be plain."""
    query, key = typed.get("member_query", "").strip(), typed.get("member", "")
    if key and typed.get("find") != "member":
        person = member_chosen(tx, actor, key)
        if person is None:
            raise NotFound
        return Found(person, options(tx, [person.member]))
    fitting = members_found(tx, actor, query)
    if len(fitting) == 1 and must:
        return Found(member_chosen(tx, actor, fitting[0].id), options(tx, fitting))
    if must:
        code = "several_found" if fitting else "none_found" if query else "required"
        raise ValidationFailed([Refusal(code, {"query": query}, "member")])
    return Found(None, options(tx, fitting))


def named_person(tx: Transaction, actor: Actor, typed: Mapping[str, str]) -> Person:
    """Anybody whose number and name are both exact; that somebody looked is kept."""
    values = load(PERSON, {"name": typed.get("name", ""), "id_number": typed.get("id_number", "")})
    person = person_named(tx, values.get("id_number", ""), values["name"])
    if "id_number" not in values:
        raise ValidationFailed([Refusal("required", {}, "id_number")])
    if person is None:
        raise ValidationFailed([Refusal("no_such_person", {}, "id_number")])
    if actor.user_id is not None:
        reason = "发起办件时按公民身份号码和姓名查找"[:REASON_LENGTH]
        line = AccessLine(at=tx.now, user_id=actor.user_id, member_id=person.member.id, what="lookup", reason=reason)
        tx.session.add(line)
    return person


def refuse_second(tx: Transaction, person: Person) -> None:
    """Raises DuplicateOpenCase on the first page already: nobody should fill in three pages for nothing."""
    case = open_transfer_of(tx, person.member)
    if case is not None:
        raise DuplicateOpenCase(number=case.number, state=case.state)


def options(tx: Transaction, members: Sequence[Member]) -> list[Option]:
    """Members to choose from: a name, and what tells one from another."""
    units = holders(tx, members, "affiliation")
    return [Option(member.id, member.name, _detail(tx, member, units)) for member in members]


def _detail(tx: Transaction, member: Member, units: Mapping[str, object]) -> str:
    unit = units.get(member.id)
    whole = described(member, getattr(unit, "name", ""), masked(tx, member)["id_number"])
    return whole.removeprefix(f"{member.name} ")
