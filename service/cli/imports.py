"""Files taken in: the same checks as on the page, and for every row what became of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from service import resources
from service.cli.frame import Code, json_option, opened, reason_of, say, show_json
from service.cli.reports import Outcome, write_report
from service.intake.findings import Finding, findings_of
from service.intake.members import CheckedRow, RowResult, apply_members, check_members
from service.intake.notes import Note, annotated
from service.intake.organization_lines import read_lines
from service.intake.organizations import Absent, LineResult, import_organizations
from service.intake.roster_columns import NOT_KEPT, Roster, read_roster_file
from service.intake.tables import read_table
from service.permissions import THE_OPERATOR

SAMPLE = "dadukou"
"""In the place of FILE: the table of one real district that comes with the product."""

LISTED = 20
"""So many units that a file does not name are listed; of the others only the number is told."""

check_option = click.option("--check", "check_only", is_flag=True, help="只检查，不写入。")
report_option = click.option(
    "--report", type=click.Path(dir_okay=False, path_type=Path), metavar="OUT.xlsx", help="把每一行的结果写成表格。"
)
annotated_option = click.option(
    "--annotated", "annotated_to", type=click.Path(dir_okay=False, path_type=Path), metavar="OUT.xlsx",
    help="把原来的表格写出来，错的格子标红、加批注，改好可再导入。",
)  # fmt: skip


@click.group("import")
def group() -> None:
    """导入 xlsx 或 csv（UTF-8 或 GBK）。有行没有收下的，退出码 4。"""


@group.command()
@click.argument("file", type=click.Path(path_type=Path))
@check_option
@report_option
@json_option
@click.pass_context
def organizations(ctx: click.Context, *, file: Path, check_only: bool, report: Path | None, as_json: bool) -> None:
    """导入组织，全部收下或全部不收。

    FILE 写 dadukou，就是随产品附带的一个区的行政区划表；其中的党组织全称都待确认。
    """
    lines = read_lines(read_table(_content(file)))
    with opened() as database:
        found = database.transact(lambda tx: import_organizations(tx, THE_OPERATOR, lines, check_only=check_only))
    show([_outcome(row) for row in found.rows], report, as_json=as_json)
    _tell_absent(found.absent)
    ctx.exit(Code.PARTLY if found.rejected else Code.DONE)


def _tell_absent(absent: Sequence[Absent]) -> None:
    if absent:
        units = "、".join(f"{unit.name}（{unit.code}）" for unit in absent[:LISTED])
        more = "等" if len(absent) > LISTED else ""
        text = f"在册、但文件里没有的组织 {len(absent)} 个，没有改动：{units}{more}。已经撤并的，写上 valid_to 再导入。"
        click.echo(text, err=True)


@group.command()
@click.argument("file", type=click.Path(path_type=Path))
@check_option
@report_option
@annotated_option
@json_option
@click.pass_context
def members(ctx: click.Context, /, *, file: Path, as_json: bool, **options: Any) -> None:
    """导入党员花名册，一行一行收下；同一份再导入一次，没有变化。"""
    content = _content(file)
    roster = read_roster_file(content)
    rows = _checked_or_applied(roster, check_only=options["check_only"])
    outcomes = [_outcome_of(roster, row) for row in rows]
    if options["annotated_to"] is not None:
        notes = (note for row in rows for note in _notes(roster, row))
        options["annotated_to"].write_bytes(annotated(content, roster.table, notes))
    show(outcomes, options["report"], as_json=as_json)
    if roster.ignored:
        click.echo(f"没有用到的列：{'、'.join(roster.ignored)}", err=True)
    if roster.other_sheets:
        click.echo(f"没有读的工作表：{'、'.join(roster.other_sheets)}", err=True)
    ctx.exit(Code.PARTLY if any(outcome.is_open for outcome in outcomes) else Code.DONE)


def _checked_or_applied(roster: Roster, *, check_only: bool) -> Sequence[CheckedRow | RowResult]:
    with opened() as database:
        if not check_only:
            return apply_members(database, THE_OPERATOR, roster)
        with database.read() as tx:
            return check_members(tx, THE_OPERATOR, roster)


def show(outcomes: list[Outcome], report: Path | None, *, as_json: bool) -> None:
    """Every row that was not simply taken, and how many there are of each kind."""
    if report is not None:
        write_report(report, outcomes)
    if as_json:
        show_json({"rows": [outcome.as_json() for outcome in outcomes]})
        return
    for outcome in outcomes:
        if outcome.sentences:
            click.echo(f"第 {outcome.row} 行{outcome.label}：{' '.join(outcome.sentences)}")
    counted = Counter(outcome.label for outcome in outcomes)
    click.echo("，".join(f"{label} {number} 行" for label, number in counted.items()) or "没有可以导入的行")


def _content(file: Path) -> bytes:
    if file.name == SAMPLE and not file.exists():
        file = Path(resources.__file__).parent / "data" / f"organizations-{SAMPLE}.csv"
    if not file.is_file():
        raise click.BadParameter(f"没有 {file} 这个文件。", param_hint="FILE")
    return file.read_bytes()


def _outcome(row: LineResult) -> Outcome:
    return Outcome(row.row, row.action, row.reason, tuple(reason_of(refusal) for refusal in row.refusals))


def _outcome_of(roster: Roster, row: CheckedRow | RowResult) -> Outcome:
    more = row.as_dict() if isinstance(row, CheckedRow) else {"warnings": list(row.warnings)}
    return Outcome(row.row, row.action, row.reason, tuple(map(_told, _findings(roster, row))), more)


def _findings(roster: Roster, row: CheckedRow | RowResult) -> list[Finding]:
    return list(findings_of(roster, row.row, row.refusals, row.warnings, row.written))


def _told(finding: Finding) -> str:
    """Row, column, value, what is wrong and what to do."""
    sentence = say(finding.code, finding.values)
    if finding.column is None:
        return sentence
    value = f"“{finding.value}”" if finding.value else ""
    return f"{finding.column}{finding.row} {finding.label}{value}：{sentence}"


def _notes(roster: Roster, row: CheckedRow | RowResult) -> Iterator[Note]:
    """What has no column of its own is said beside the name."""
    name = roster.column("name")
    for finding in _findings(roster, row):
        column = finding.column or (name.letters if name else "A")
        if finding.code != NOT_KEPT:
            yield Note(row.row, column, say(finding.code, finding.values), is_fault=finding.severity != "look")
