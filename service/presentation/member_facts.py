"""What is recorded about a member, as pairs of name and value."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import gettext as _

from service.models import Member
from service.presentation.particulars import Pair
from workflows.codes import SEXES


def member_pairs(member: Member, masked: Mapping[str, str | None], *, with_probation: bool) -> list[Pair]:
    """What is recorded about a member; the end of probation, for most long past, where it is wanted."""
    return [
        Pair(_("公民身份号码"), masked["id_number"] or ""),
        Pair(_("联系电话"), masked["phone"] or ""),
        Pair(_("性别"), _(SEXES[member.sex]) if member.sex in SEXES else ""),
        Pair(_("民族"), member.ethnic_group or ""),
        Pair(_("出生年月"), member.birth_date or ""),
        Pair(_("入党时间"), member.joined_on or ""),
        Pair(_("转正时间"), member.converted_on or ""),
        *([Pair(_("预备期满"), member.probation_ends_on or "")] if with_probation else []),
        Pair(_("党费交至"), member.dues_paid_through or ""),
        Pair(_("最近参加活动"), member.last_activity_on or ""),
        *_happened(member),
        Pair(_("工作单位"), member.employer or "", whole=True),
        Pair(_("现居住地"), member.residence or "", whole=True),
    ]


def _happened(member: Member) -> list[Pair]:
    """What most members have not: shown where it is known."""
    days = (
        (_("毕业时间"), member.graduated_on), (_("退役时间"), member.discharged_on),
        (_("居住地变动时间"), member.residence_changed_on), (_("工作单位变动时间"), member.work_changed_on),
    )  # fmt: skip
    facts = ((_("户口在本地"), member.household_here), (_("人住在本地"), member.lives_here))
    known = [Pair(label, _("是") if fact else _("否")) for label, fact in facts if fact is not None]
    return [*(Pair(label, day) for label, day in days if day), *known]
