"""What every verb shares: the settings, the database, how a failure is told, and the exit codes."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from enum import IntEnum
from pathlib import Path
from typing import Any

import click
import structlog
from babel.support import NullTranslations, Translations
from sqlalchemy import exc

from service import messages, resources
from service.config import Config
from service.db import Database
from service.errors import DeskError
from service.installation import open_database
from workflows.vocabulary import Refusal

json_option = click.option("--json", "as_json", is_flag=True, help="输出 JSON。")


class Code(IntEnum):
    """What the command answers to whoever called it; 2, wrong usage, is given by the parser."""

    DONE = 0
    FAILED = 1
    TAMPERED = 3
    PARTLY = 4


class Desk(click.Group):
    """The whole command. What goes wrong in a verb is told in a sentence, and the exit code is 1."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a verb."""
        try:
            return super().invoke(ctx)
        except DeskError as error:
            tell(error)
        except exc.DBAPIError as error:
            click.echo(f"数据库连不上，或出了问题：{error.orig}", err=True)
        except OSError as error:
            click.echo(f"读写失败：{error}", err=True)
        return ctx.exit(Code.FAILED)


def settings() -> Config:
    """The settings of this process."""
    return Config.from_environment()


@contextmanager
def opened() -> Iterator[Database]:
    """The database, found in order; closed at the end."""
    database = open_database(settings())
    try:
        yield database
    finally:
        database.close()


def tell(error: DeskError) -> None:
    """The sentences of an error and of every reason it names, on the error output."""
    click.echo(say(error.code, error.values), err=True)
    for refusal in error.refusals:
        click.echo(f"  {reason_of(refusal)}", err=True)


def reason_of(refusal: Refusal) -> str:
    """A refusal in a sentence, with the field it is about."""
    sentence = say(refusal.code, refusal.values)
    return f"{refusal.field}: {sentence}" if refusal.field else sentence


def say(code: str, values: Mapping[str, Any]) -> str:
    """The sentence for a code in the language of the settings."""
    return messages.say(code, values, _translations(settings().locale).gettext)


def show_json(data: Any) -> None:
    """Data for a program to read."""
    click.echo(json.dumps(data, ensure_ascii=False, indent=2))


def log_to_stderr(level: int = logging.INFO) -> None:
    """One JSON object a line, for the verbs that go on running."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        logger_factory=structlog.WriteLoggerFactory(sys.stderr),
        wrapper_class=structlog.make_filtering_bound_logger(level),
    )


def _translations(locale: str) -> NullTranslations:
    """What nobody has translated is said as it was written."""
    folder = Path(resources.__file__).with_name("translations")
    return Translations.load(folder, [locale])
