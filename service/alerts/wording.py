"""The text of a mail: case number, what is awaited, by when, and a link. No person's name, number or phone."""

from __future__ import annotations

import gettext
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from babel.dates import format_date
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from service.config import Config
from service.queries.deliveries import MailMatter
from service.resources import templates_dir
from workflows import workflow_of
from workflows.engine import Workflow
from workflows.everywhere import EVERYWHERE

TRANSLATIONS = Path(__file__).resolve().parents[1] / "translations"


@dataclass(frozen=True)
class Wording:
    """What a mail says."""

    subject: str
    text: str


def word(matter: MailMatter, config: Config) -> Wording:
    """The mail in the language of whoever gets it."""
    locale = matter.user.locale or config.locale
    environment = _environment(locale)
    kind = matter.alert.rung if matter.alert else matter.notice.kind if matter.notice else ""
    template = environment.get_template(f"alerts/{kind}.txt")
    values = _values(matter, config, locale)
    subject = "".join(template.blocks["subject"](template.new_context(values)))
    return Wording(" ".join(subject.split()), template.render(values))


def _values(matter: MailMatter, config: Config, locale: str) -> dict[str, str]:
    say = _translations(locale).gettext
    case, workflow = matter.case, workflow_of(matter.case.workflow, matter.case.workflow_version)
    state = matter.line.to_state if matter.line else case.state
    due_on = matter.alert.due_on if matter.alert else case.due_on
    return {
        "number": case.number,
        "workflow": say(workflow.label),
        "awaited": say(_awaited(workflow, matter.alert.clock if matter.alert else "", state)),
        "action": say(_action(workflow, matter.line.action if matter.line else "")),
        "day": _day(due_on, locale) if due_on else "",
        "holder": matter.holder.title if matter.holder else "",
        "sender": matter.sender.title if matter.sender else "",
        "recipient": matter.recipient.title,
        "url": f"{config.base_url}/cases/{case.number}",
    }


def _awaited(workflow: Workflow, clock: str, state: str) -> str:
    """The state whose clock it is: the case may have moved on since the alert was raised."""
    timed = (known for known in workflow.states.values() if any(wound.name == clock for wound in known.clocks))
    found = next(timed, workflow.states.get(state))
    return found.label if found else state


def _action(workflow: Workflow, name: str) -> str:
    found = workflow.actions.get(name) or EVERYWHERE.get(name)
    return found.label if found else name


def _day(day: date, locale: str) -> str:
    pattern = "yyyy-MM-dd（EEEEE）" if locale.startswith("zh") else "yyyy-MM-dd (EEE)"
    return format_date(day, pattern, locale=locale)


@cache
def _environment(locale: str) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(templates_dir()),
        extensions=["jinja2.ext.i18n"],
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701 - plain text
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.install_gettext_translations(  # type: ignore[attr-defined]  # the extension puts it there
        _translations(locale), newstyle=True
    )
    return environment


@cache
def _translations(locale: str) -> gettext.NullTranslations:
    """The catalogue of a language; without one the sentences stay as they are written, in zh-Hans."""
    return gettext.translation("messages", TRANSLATIONS, [locale], fallback=True)
