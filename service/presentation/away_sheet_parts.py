"""What stands on the papers of a member who is away, by field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from service.models import Case
from service.presentation.case_sheets import Row, SheetPart, day_of_entry, filled_up
from service.presentation.words import action_label
from workflows.codes import CASE_REASONS
from workflows.parties import Party


@dataclass(frozen=True)
class Away:
    """What a sheet is made from: a case, and every line of its history with the words opened."""

    case: Case
    lines: Sequence[Mapping[str, Any]]

    def of(self, *actions: str) -> list[Mapping[str, Any]]:
        """The lines of these steps, the oldest first."""
        return [line for line in self.lines if line["action"] in actions]

    def said(self, name: str, *actions: str) -> str:
        """A field as it was written last in one of these steps; a member who moved on went somewhere else."""
        found = (line["details"].get(name) for line in reversed(self.of(*actions)))
        return str(next((value for value in found if value), ""))

    def kept(self, name: str) -> str:
        """A fact that stands beside the case."""
        return str(self.case.particulars.get(name) or "")

    def paper(self, name: str) -> str:
        """A fact about the certificate."""
        return str((self.case.particulars.get("certificate") or {}).get(name, ""))

    def unit(self, party: Party) -> str:
        """The name of a party."""
        return next((row.organization.title for row in self.case.parties if row.party == party), "")


def validity(away: Away) -> list[tuple[str, str]]:
    """From when to when the certificate is good."""
    return [(_("发证时间"), away.paper("issued_on")), (_("有效期至"), away.paper("valid_until"))]


def home(away: Away) -> list[tuple[str, str]]:
    """Where the member belongs."""
    return [(_("流出地党组织"), away.unit(Party.HOME))]


def leave(away: Away) -> list[tuple[str, str]]:
    """Why, where to and for how long."""
    return [
        (_("外出原因"), reason(away)),
        (_("外出地点"), place(away)),
        (_("外出日期"), away.kept("left_on")),
        (_("预计返回"), away.kept("back_on")),
    ]


def host(away: Away) -> list[tuple[str, str]]:
    """Filled in by the host on arrival; whoever moved on is nowhere yet."""
    there = bool(away.kept("host_since"))
    contact = [away.said(name, "attach_member") if there else "" for name in ("handled_by", "handled_phone")]
    return [
        (_("流入地党组织"), away.unit(Party.HOST)),
        (_("流入时间"), away.kept("host_since")),
        (_("支部联系人"), contact[0]),
        (_("支部联系电话"), contact[1]),
    ]


def reason(away: Away) -> str:
    """Why the member left."""
    code = away.kept("reason_code")
    return _(CASE_REASONS[code]) if code in CASE_REASONS else ""


def place(away: Away) -> str:
    """Where the member is, as it was written last."""
    return away.said("place", "report_leave", "register_inflow", "move_on")


def contact(away: Away) -> str:
    """How the member is reached while away."""
    return away.said("contact", "report_leave", "register_inflow")


def returned(away: Away) -> str:
    """The day on which home saw the member back."""
    came = away.of("check_return")
    return day_of_entry(came[-1]) if came else ""


def replaced(away: Away) -> str:
    """Which number no longer counts, since when, and which one stands in its place."""
    lost = [line for line in away.of("report_loss") if line["details"].get("replaces")]
    return "　".join(
        _("%(day)s 原编号 %(old)s 作废，补发 %(new)s", day=day_of_entry(line), old=line["details"]["replaces"],
          new=line["details"]["certificate"])
        for line in lost
    )  # fmt: skip


def table(heading: str, rows: Sequence[Row], fewest: int) -> SheetPart:
    """A table of entries, with empty lines for what is written by hand."""
    heads = [_("日期"), _("事项"), _("内容"), _("登记的组织")]
    return SheetPart(heads=heads, rows=filled_up(rows, len(heads), fewest), heading=heading)


def noted(away: Away, *actions: str) -> list[Row]:
    """These entries, by their days."""
    workflow = (away.case.workflow, away.case.workflow_version)
    lines = sorted(away.of(*actions), key=day_of_entry)
    return [
        [day_of_entry(line), action_label(*workflow, line["action"]), _text(line["details"]), _by(line)]
        for line in lines
    ]


def _text(said: Mapping[str, Any]) -> str:
    dues = said.get("dues_paid_through")
    parts = [said.get("way", ""), said.get("result", ""), _("党费交至 %(month)s", month=dues) if dues else ""]
    return " · ".join(part for part in parts if part)


def _by(line: Mapping[str, Any]) -> str:
    unit = line["on_behalf_of"] or line["organization"]
    return unit["name"] if unit else ""
