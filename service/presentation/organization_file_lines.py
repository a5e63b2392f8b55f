"""The lines of a file of organizations: what becomes of a unit, and who and what hangs on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from service.intake.organization_results import FileRow
from service.intake.organization_touches import Touched
from service.intake.organizations import Absent
from service.presentation.words import ROLES, Chip, Link, say, state_chip

_KINDS: Mapping[str, Any] = {
    "rename": _l("改名"), "move": _l("调整上级"), "merge": _l("合并"), "dissolve": _l("撤销"),
}  # fmt: skip
_ENDS = frozenset({"merge", "dissolve"})
_FATES: Mapping[str, Any] = {
    "carried_on": _l("由承接组织接着办"), "one_side": _l("转出、转入成为同一个组织"), "ended": _l("双重管理自动终止"),
    "doubled": _l("已登记同一名党员，这一件自动终止"), "kept": "",
}  # fmt: skip


@dataclass(frozen=True)
class FileLine:
    """One unit of a file: its row where it has one, what becomes of it, what is to say, and the cases it touches."""

    row: str
    name: str
    code: str
    url: str
    chip: Chip
    said: Sequence[str] = ()
    cases: Sequence[Link] = ()


def file_line(found: Touched | FileRow | Absent) -> FileLine:
    """A line of any part."""
    if isinstance(found, Touched):
        return _touched(found)
    if isinstance(found, Absent):
        return FileLine("", found.name, found.code, _card(found.code), Chip("wait", "eye", _("文件里没有")))
    if found.refusals:
        said = [say(refusal.code, refusal.values) for refusal in found.refusals]
        return FileLine(str(found.row), found.name, found.code, "", Chip("late", "alert", _("有错")), said)
    above = [_("上级 %(code)s", code=found.parent)] if found.parent else []
    return FileLine(str(found.row), found.name, found.code, "", Chip("ok", "plus", _("新增")), above)


def _touched(found: Touched) -> FileLine:
    ends = found.kind in _ENDS
    chip = Chip("soon" if ends else "wait", "alert" if ends else "edit", str(_KINDS[found.kind]))
    said = [_change(found), _figures(found.counts), *_people(found), "" if ends else _about_cases(found.counts)]
    cases = [_case(case) for case in found.cases]
    return FileLine("", found.name, found.code, _card(found.code), chip, [text for text in said if text], cases)


def _change(found: Touched) -> str:
    if found.kind == "dissolve":
        return _("撤销后由%(unit)s承接", unit=found.after) if found.after else ""
    if found.kind == "merge":
        return _("并入%(unit)s，党员、岗位、下级组织和在办办件一并转入，不能撤回", unit=found.after)
    return _("%(old)s → %(new)s", old=found.before or "—", new=found.after)


def _figures(counts: Mapping[str, int]) -> str:
    """What hangs on it, in numbers; nothing is said of what there is none of."""
    words = {
        "members": _("党员 %(count)s 名", count=counts.get("members", 0)),
        "posts": _("经办人 %(count)s 个岗位", count=counts.get("posts", 0)),
        "cases": _("在办办件 %(count)s 件", count=counts.get("cases", 0)),
        "letters": _("在用介绍信 %(count)s 封", count=counts.get("letters", 0)),
        "units": _("下级组织 %(count)s 个", count=counts.get("units", 0)),
    }
    some = [text for name, text in words.items() if counts.get(name)]
    return " · ".join(some) or (_("没有党员、经办人和在办办件") if counts else "")


def _about_cases(counts: Mapping[str, int]) -> str:
    return _("在办办件照常办，介绍信按原来印的继续有效。") if counts.get("cases") else ""


def _people(found: Touched) -> list[str]:
    more = "…" if found.counts.get("members", 0) > len(found.members) else ""
    members = _("党员：%(names)s", names="、".join(found.members) + more) if found.members else ""
    people = [f"{post['name']}（{ROLES[post['role']]}）" for post in found.posts]
    return [members, _("经办人：%(names)s", names="、".join(people)) if people else ""]


def _case(case: Mapping[str, Any]) -> Link:
    number = case["number"]
    state = state_chip(case["workflow"], None, case["state"]).label
    letter = _("介绍信 %(number)s", number=case["letter"]) if case["letter"] else ""
    fate = str(_FATES[case["fate"]])
    return Link(number, url_for("cases.detail", number=number), " · ".join(filter(None, (state, letter, fate))))


def _card(code: str) -> str:
    return url_for("organizations.detail", code=code)
