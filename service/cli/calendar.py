"""The calendar of working days: loaded from a published list, and shown."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import click

from service.calendar_seed import SOURCE, PublishedDay
from service.casework.calendar import foresee_calendar, load_calendar
from service.cli.frame import json_option, opened, show_json
from service.permissions import THE_OPERATOR
from service.queries.calendar import Year, missing_years, year_of

_WORKING = {"1": True, "true": True, "是": True, "班": True, "0": False, "false": False, "否": False, "休": False}


@click.group("calendar")
def group() -> None:
    """工作日历：节假日和调休。"""


@group.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--source", default=SOURCE, show_default=True, help="依据。")
@click.option("--preview", is_flag=True, help="只看会改动哪些期限，不导入。")
def import_list(*, file: Path, source: str, preview: bool) -> None:
    """导入一年的放假安排；只有暂定的期限会随之改动。

    FILE 是 CSV（列 day,is_working,name），或 JSON：{"days": [{"date", "isOffDay", "name"}]}。
    """
    days = _read(file)
    if preview:
        _show_moves(days)
        return
    with opened() as database:
        loaded = database.transact(lambda tx: load_calendar(tx, THE_OPERATOR, days, source))
    click.echo(f"已导入 {'、'.join(map(str, loaded.years))} 年，{loaded.moved} 件的期限有改动。")


def _show_moves(days: list[PublishedDay]) -> None:
    with opened() as database, database.read() as tx:
        for move in (moves := foresee_calendar(tx, THE_OPERATOR, days)):
            late = "，会超期" if move.becomes_late(tx.today) else ""
            click.echo(f"{move.case.number} {move.clock.due_on:%Y-%m-%d} → {move.due_on:%Y-%m-%d}{late}")
    click.echo(f"会有 {len(moves)} 处期限改动，没有导入。")


@group.command()
@click.argument("year", type=click.IntRange(1949, 9998), required=False)
@json_option
def show(*, year: int | None, as_json: bool) -> None:
    """一年里与周一到周五上班不同的日子。"""
    with opened() as database, database.read() as tx:
        found = year_of(tx, year or tx.today.year)
        missing = missing_years(tx)
        if as_json:
            show_json(_described(found, missing))
        else:
            _print(found)
    for lacking in missing:
        click.echo(f"{lacking} 年的放假安排还没有导入，落在那一年的期限是暂定的。", err=True)


def _described(found: Year, missing: list[int]) -> dict[str, Any]:
    days = [{"day": row.day.isoformat(), "is_working": row.is_working, "name": row.name} for row in found.days]
    return {"year": found.year, "source": found.source, "days": days, "missing_years": missing}


def _print(found: Year) -> None:
    click.echo(f"{found.year} 年：{found.source or '还没有导入'}")
    for row in found.days:
        click.echo(
            f"{row.day:%Y-%m-%d}（{'一二三四五六日'[row.day.weekday()]}） {'班' if row.is_working else '休'} {row.name}"
        )


def _read(file: Path) -> list[PublishedDay]:
    try:
        text = file.read_text(encoding="utf-8-sig")
        rows = json.loads(text)["days"] if text.lstrip().startswith("{") else csv.DictReader(io.StringIO(text))
        return [_day(row) for row in rows]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise click.ClickException(f"{file} 不是放假安排：{error!r}") from None


def _day(row: dict[str, Any]) -> PublishedDay:
    if "isOffDay" in row:
        return PublishedDay(date.fromisoformat(row["date"]), is_working=not row["isOffDay"], name=row["name"])
    is_working = _WORKING[row["is_working"].strip().lower()]
    return PublishedDay(date.fromisoformat(row["day"].strip()), is_working=is_working, name=row.get("name") or "")
