"""The organization that a roster means by a code or a name: one, several, or none in the uploader's reach."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, and_, or_, select

from service.casework.members import HOLDING_KINDS
from service.db import Transaction
from service.models import Organization
from service.permissions import OFFICERS, Actor
from service.queries.organizations import exists_on, find_organization, is_below
from workflows.roles import Role
from workflows.vocabulary import Refusal

_SHOWN = 6
_PARTY_WORDS = re.compile(r"中国共产党|中共|委员会|党|\s")
_COMMITTEES = (
    (re.compile(r"社区(?:居民委员会|居委会)"), "社区"),
    (re.compile(r"村?村民委员会|村?村委会"), "村"),
    (re.compile(r"居民委员会"), "居委会"),
)
"""One body under two names: the residents' and the villagers' committees, long and short."""
_BODIES = re.compile(r"居民委员会|居委会|村民委员会|村委会")
_PARTS = re.compile(r"\s|(?=支部|总支|小组)")
_ROSTER = re.compile(
    r"(.+?)(?:全体)?(?:在册)?(?:党员)?(?:基本)?(?:信息|情况)?(?:花名册|名册|名单|台账|登记表|统计表|一览表|明细表|信息表)"
)
_NAMES = (Organization.name, Organization.party_name, Organization.short_name)


@dataclass(frozen=True)
class Meaning:
    """The organization meant, or the refusal or question instead; a question carries its candidates."""

    organization: Organization | None = None
    refusal: Refusal | None = None
    question: Refusal | None = None


@dataclass
class UnitNames:
    """Looks names up within the subtrees whose members the actor writes, each name once.

    `answers` are the codes of units that texts stand for, as the owner of the roster has said.
    """

    tx: Transaction
    actor: Actor
    default: Organization | None = None
    answers: Mapping[str, str] = field(default_factory=dict)
    kinds: frozenset[str] = HOLDING_KINDS
    _titles: Iterable[str] | None = None
    _found: dict[str, Meaning] = field(default_factory=dict)

    def meaning_of(self, text: str | None) -> Meaning:
        """What the cell means; an empty one means the unit that the title names, or the uploader's own."""
        if not text:
            missing = Meaning(refusal=Refusal("required", {}, "organization_code"))
            own = self.usual_unit()
            return Meaning(own) if own is not None else missing
        if text not in self._found:
            self._found[text] = self._look_up(self.answers.get(one_line(text), text))
        return self._found[text]

    def take_default_from(self, titles: Iterable[str]) -> None:
        """The unit that a title names (望潮社区第一党支部党员花名册), else the one of the uploader's only post.

        It is looked for when a cell first needs it: a cell with a code does not.
        """
        self._titles = titles

    def usual_unit(self) -> Organization | None:
        """The unit of rows that name none."""
        if self._titles is not None:
            titles, self._titles = self._titles, None
            self.default = self._named_in(titles) or self._of_the_uploader()
        return self.default

    def _named_in(self, titles: Iterable[str]) -> Organization | None:
        for title in titles:
            named = _ROSTER.match(title)
            found = self._same_name(named[1], self._similar(named[1])) if named else []
            if len(found) == 1 and found[0].kind in self.kinds:
                return found[0]
        return None

    def _of_the_uploader(self) -> Organization | None:
        posts = self.actor.posts
        return find_organization(self.tx, posts[0].code) if len(posts) == 1 and posts[0].kind in self.kinds else None

    def _look_up(self, text: str) -> Meaning:
        by_code = find_organization(self.tx, text)
        if by_code is not None:
            return self._judged(by_code)
        similar = self._similar(text)
        same = self._same_name(text, similar)
        if len(same) == 1:
            return self._judged(same[0])
        similar = same or similar
        if not similar:
            return Meaning(refusal=Refusal("unknown_organization", {"name": text}, "organization_code"))
        candidates = [{"code": unit.code, "name": unit.title} for unit in similar[:_SHOWN]]
        code = "ambiguous_organization" if same else "organization_not_exact"
        return Meaning(question=Refusal(code, {"name": text, "candidates": candidates}, "organization_code"))

    def _judged(self, unit: Organization) -> Meaning:
        if unit.kind in self.kinds and not unit.external and unit.is_valid_on(self.tx.today):
            return Meaning(unit)
        return Meaning(refusal=Refusal("takes_no_members", {"code": unit.code}, "organization_code"))

    def _same_name(self, text: str, similar: Sequence[Organization]) -> list[Organization]:
        """The name but for the Party's words in it: 望潮社区第一支部 is 中共望潮社区第一支部委员会.

        第一支部 in the roster of 望潮社区 is that of 望潮社区.
        """
        stems, usual = {_stem(text)}, self.usual_unit()
        if usual is not None:
            stems |= {_stem(name) + _stem(text) for name in _all_names(usual)}
        names = [unit for unit in similar if stems & {_stem(name) for name in _all_names(unit)}]
        below = [unit for unit in names if usual is not None and unit.path.startswith(usual.path)]
        exact = [unit for unit in names if text in _all_names(unit)]
        return exact or (below if len(below) == 1 else names)

    def _similar(self, text: str) -> list[Organization]:
        parts = [part for part in _PARTS.split(_PARTY_WORDS.sub(" ", _BODIES.sub(" ", text))) if part]
        if not parts:
            return []
        contained = or_(*(and_(*(name.contains(part, autoescape=True) for part in parts)) for name in _NAMES))
        query = select(Organization).where(
            contained, Organization.kind.in_(self.kinds), exists_on(self.tx.today), self._within_reach()
        )
        return list(self.tx.session.scalars(query.order_by(Organization.path).limit(100)))

    def _within_reach(self) -> ColumnElement[bool]:
        if self.actor.is_operator:
            return is_below("/")
        own = [post.organization_id for post in self.actor.posts if post.role is Role.BRANCH_SECRETARY]
        return or_(Organization.id.in_(own), *(is_below(path) for path in self.actor.paths(OFFICERS)))


def one_line(text: str) -> str:
    """A text as it is told from another: blanks in it do not matter."""
    return " ".join(text.split())


def _all_names(unit: Organization) -> list[str]:
    return [name for name in (unit.name, unit.party_name, unit.short_name) if name]


def _stem(name: str) -> str:
    for body, short in _COMMITTEES:
        name = body.sub(short, name)
    return _PARTY_WORDS.sub("", name)
