"""The preview of a change: what is touched, what becomes of each, and whether it can be taken back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from service.casework.reorganization.plan import CaseFate, Plan
from service.presentation.page_actions import new_key
from service.presentation.particulars import Pair
from service.presentation.records import Note
from service.presentation.reorganization_forms import KIND_LABELS, title_of
from service.presentation.words import ROLES, Complaint, Link, complaint, party_label, state_chip
from service.queries.touched import TouchedPost

_SHOWN = 50
_NAMES = 10
_FATES = {
    "carried_on": _l("由“%(name)s”接着办，路线和介绍信不变"),
    "one_side": _l("由“%(name)s”接着办。转出、转入成为同一个组织，办完或撤回由经办人定"),
    "ended": _l("双方成为同一个组织，双重管理自动终止"),
    "doubled": _l("“%(name)s”已登记同一名党员，这一件自动终止"),
    "kept": _l("不变"),
}


@dataclass(frozen=True)
class CaseRow:
    """An open case that is touched."""

    number: str
    url: str
    name: str
    state_label: str
    party_label: str
    letter: str
    fate: str


@dataclass(frozen=True)
class PostRow:
    """Somebody's post that is touched."""

    name: str
    role_label: str
    fate: str


@dataclass(frozen=True)
class PreviewPage:
    """As `organizations/preview.html` reads it; without `confirm_label` the change cannot be carried out."""

    title: str
    form_url: str
    key: str
    hidden: Sequence[tuple[str, str]]
    confirm_label: str
    back_url: str
    errors: Sequence[Complaint]
    notes: Sequence[Note]
    pairs: Sequence[Pair]
    cases: Sequence[CaseRow]
    cases_note: str
    posts: Sequence[PostRow]


def preview_page(plan: Plan, sent: Sequence[tuple[str, str]], key: str = "") -> PreviewPage:
    """The page; `sent` is what was typed, to be sent again with the confirmation."""
    unit = plan.unit
    rows = [_case_row(plan, found) for found in plan.cases if found.case.visible]
    return PreviewPage(
        title=_("预览：%(what)s", what=title_of(plan.kind, unit)),
        form_url=url_for("reorganization.change", code=unit.code, kind=plan.kind),
        key=key or new_key(),
        hidden=sent,
        confirm_label="" if plan.refusals else _("确认%(what)s", what=str(KIND_LABELS[plan.kind])),
        back_url=url_for("organizations.detail", code=unit.code),
        errors=[complaint(refusal) for refusal in plan.refusals],
        notes=_notes(plan),
        pairs=_pairs(plan),
        cases=rows[:_SHOWN],
        cases_note=_cases_note(plan, len(rows[:_SHOWN])),
        posts=[
            PostRow(post.name, str(ROLES[post.role]), _post_fate(plan, doubled=post.doubled)) for post in plan.posts
        ],
    )


def _notes(plan: Plan) -> list[Note]:
    if plan.refusals:
        return _way_out(plan)
    notes = [_about_undoing(plan)]
    if plan.kind == "move":
        notes.append(Note("wait", _("在办办件仍由原来的党（工）委办到底；要改的，由组织部在办件里改换当事方。")))
    notes += _names_kept(plan)
    if plan.letters:
        notes.append(Note("ok", _("%(count)s 封介绍信继续有效，抬头按原来印的。", count=plan.letters)))
    return notes


def _about_undoing(plan: Plan) -> Note:
    if plan.kind == "merge":
        return Note("soon", _("合并以后不能撤回。请逐项核对后再确认。"))
    if plan.kind == "split":
        return Note("soon", _("拆分以后不能撤回；要恢复，只能把新组织再并回来。"))
    return Note("ok", _("以后可以在组织名片的变更记录里改回。"))


def _way_out(plan: Plan) -> list[Note]:
    """A unit that still has members or cases goes up into another one, which may be the committee above it."""
    held = {refusal.code for refusal in plan.refusals} & {"still_has_members", "still_has_open_cases"}
    if plan.kind != "dissolve" or not held:
        return []
    text = _("要把党员、在办办件一并交给另一个组织，用合并办理；党员都已转走的，可以并入上级党委。")
    url = url_for("reorganization.change", code=plan.unit.code, kind="merge")
    return [Note("wait", text, Link(str(KIND_LABELS["merge"]), url))]


def _names_kept(plan: Plan) -> list[Note]:
    """A new name leaves the other ones as they were."""
    if plan.kind != "rename":
        return []
    notes, unit, values = [], plan.unit, plan.values
    if unit.party_name and not values.get("party_name"):
        notes.append(Note("wait", _("党组织全称不变，仍是“%(name)s”。", name=unit.party_name)))
    if unit.short_name and not values.get("short_name"):
        notes.append(Note("wait", _("简称不变，仍是“%(name)s”。", name=unit.short_name)))
    return notes


def _pairs(plan: Plan) -> list[Pair]:
    counts, before_after = plan.counts(), _before_after(plan)
    other = plan.other.title if plan.other else ""
    labels = {"merge": _("承接组织"), "dissolve": _("承接组织"), "move": _("新上级")}
    pairs = [Pair(_("组织"), plan.unit.title), Pair(_("生效日期"), plan.on.isoformat())]
    if plan.kind in labels:
        pairs.append(Pair(labels[plan.kind], other))
    if plan.kind == "split":
        pairs.append(Pair(_("新组织"), str(plan.values.get("name", ""))))
    names = "、".join(plan.names[:_NAMES]) + ("…" if plan.members > _NAMES and plan.names else "")
    return [
        *pairs,
        *before_after,
        Pair(_("变更理由"), plan.values.get("reason") or "", whole=True),
        Pair(_("批准文号"), plan.values.get("document_number") or ""),
        Pair(_("党员"), _("%(count)s 名", count=counts["members"])),
        Pair(_("下级组织"), _("%(count)s 个", count=counts["units"])),
        Pair(_("在办办件"), _("%(count)s 件", count=counts["cases"])),
        Pair(_("在用介绍信"), _("%(count)s 封", count=counts["letters"])),
        *(
            [Pair(_("党员名单"), names + ("…" if plan.members > len(plan.names[:10]) else ""), whole=True)]
            if names
            else []
        ),
    ]


def _before_after(plan: Plan) -> list[Pair]:
    if plan.kind not in ("rename", "recode"):
        return []
    labels = {
        "name": _("名称"), "short_name": _("简称"), "party_name": _("党组织全称"), "code": _("代码"),
        "code_scheme": _("代码体系"),
    }  # fmt: skip
    changed = [name for name in labels if name in plan.after and plan.after[name] != plan.before[name]]
    return [
        Pair(labels[name], _("%(old)s → %(new)s", old=plan.before[name] or "—", new=plan.after[name]), whole=True)
        for name in changed
    ]


def _case_row(plan: Plan, found: CaseFate) -> CaseRow:
    case = found.case
    own = [party for party, key in case.sides.items() if key == plan.unit.id]
    next_one = next(iter(found.parties.values()), plan.other)
    name = str(plan.values.get("name", "")) if plan.kind == "split" else next_one.title if next_one else ""
    return CaseRow(
        number=case.number,
        url=url_for("cases.detail", number=case.number),
        name=case.name,
        state_label=state_chip(case.workflow, None, case.state).label,
        party_label="、".join(party_label(party) for party in own),
        letter=case.letter or "",
        fate=str(_FATES[found.fate]) % {"name": name},
    )


def _cases_note(plan: Plan, shown: int) -> str:
    hidden = plan.counts()["cases"] - shown
    return _("另有 %(count)s 件没有列出，处理办法相同。", count=hidden) if hidden > 0 else ""


def _post_row(plan: Plan, post: TouchedPost) -> PostRow:
    return PostRow(post.name, str(ROLES[post.role]), _post_fate(plan, doubled=post.doubled))


def _post_fate(plan: Plan, *, doubled: bool) -> str:
    if plan.kind != "merge":
        return _("不变")
    name = plan.other.title if plan.other else ""
    return _("在“%(name)s”已有同样的岗位", name=name) if doubled else _("转到“%(name)s”", name=name)
