"""The figures of a report as its own page shows them, and whether the registers still say so."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from service.models import Case
from service.presentation.class_names import CLASSES
from service.queries.flow_sums import FIGURES, IN_STATES
from service.queries.member_classes import SHOWN_ORDER

LABELS = {
    "opening": _l("期初党员"),
    "in_by_transfer": _l("转入"),
    "in_otherwise": _l("其他增加"),
    "out_by_transfer": _l("转出"),
    "out_otherwise": _l("其他减少"),
    "closing": _l("期末党员"),
    "arriving": _l("转入在途"),
    "leaving": _l("转出在途"),
    "overdue": _l("超期未办"),
}


def cells(figures: Mapping[str, Any]) -> list[str]:
    """The figures without the classes, in their order."""
    return [str(figures[name]) for name in FIGURES]


def class_cells(figures: Mapping[str, Any]) -> list[str]:
    """The classes, in their order."""
    return [str(figures["classes"].get(name, 0)) for name in SHOWN_ORDER]


def flow_facts(case: Case, computed: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What was handed in; before that, and while it is checked anew, what the registers say."""
    is_in = case.state in IN_STATES
    figures = case.particulars["figures"] if is_in else computed
    about = _("按上报时的台账，留痕里有同样的数字") if is_in else _("由台账算出，上报时固定下来")
    pairs = [(_("数字"), about), *((str(label), str(figures[name])) for name, label in LABELS.items())]
    pairs += [(str(CLASSES[name]), str(count)) for name, count in figures["classes"].items() if count]
    changed = _changed(figures, computed) if is_in else ""
    return [*pairs, (_("与现在重算不同"), changed)] if changed else pairs


def figures_line(figures: Mapping[str, Any]) -> str:
    """What was handed in, in one line; nothing of what there was none."""
    pairs = [(label, figures[name]) for name, label in LABELS.items() if figures[name] or name == "closing"]
    return "，".join(_("%(label)s %(value)s", label=label, value=value) for label, value in pairs)


def _changed(figures: Mapping[str, Any], computed: Mapping[str, Any]) -> str:
    pairs = [(str(label), figures[name], computed[name]) for name, label in LABELS.items()]
    pairs += [(str(CLASSES[name]), count, computed["classes"][name]) for name, count in figures["classes"].items()]
    return "；".join(
        _("%(label)s %(before)s → %(now)s", label=label, before=before, now=now)
        for label, before, now in pairs
        if before != now
    )
