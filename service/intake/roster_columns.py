"""Finding the head of a roster: under title rows, in one line or two, with the names that offices give the columns."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from service.errors import ValidationFailed
from service.forms.rows import MEMBER_LINE
from service.intake.cleaning import plain
from service.intake.rows import Rows
from service.intake.sheet_rows import letters_of
from service.intake.tables import Table, read_tables
from workflows.vocabulary import Refusal

NOT_KEPT = "not_kept"
"""Stands for columns that are understood and have no field: remarks."""

_WRITTEN = {
    "name": "姓名 党员姓名 名字 姓名全称",
    "sex": "性别",
    "ethnic_group": "民族 族别",
    "birth_date": "出生年月 出生日期 出生年月日 出生时间 生日 出生",
    "id_number": (
        "公民身份号码 公民身份证号 公民身份证号码 身份证号 身份证号码 居民身份证号 居民身份证号码 身份证 "
        "身份号码 证件号码 证件号"
    ),
    "member_status": "人员类别 党员类别 党员类型 党员身份 类别 政治面貌 正式/预备 党员状态",
    "joined_on": (
        "入党时间 入党日期 入党年月 入党年月日 加入党组织日期 加入党组织时间 加入中共党组织日期 "
        "加入中国共产党时间 加入中国共产党日期"
    ),
    "converted_on": "转正时间 转正日期 转正年月 转正年月日 转为正式党员日期 转为正式党员时间",
    "probation_ends_on": "预备期满 预备期满时间 预备期满日期 预备期到期 预备期到期时间 预备期至 预备期截止",
    "dues_paid_through": (
        "党费交至 党费缴至 党费交纳至 党费缴纳至 党费已交至 党费已缴至 党费交至月份 党费缴至月份 "
        "党费缴纳截止月份 党费交纳截止月份"
    ),
    "organization_code": (
        "所在党支部 所在支部 所属党支部 所属支部 党支部 支部 支部名称 党支部名称 所在党组织 所属党组织 "
        "所在组织 所属组织 党组织名称 所在党支部名称 组织代码 组织编码 党组织代码 所在党支部代码 "
        "党支部代码"
    ),
    "employer": "工作单位 现工作单位 工作单位及职务 工作单位和职务 单位及职务 单位 单位名称 就业单位",
    "residence": (
        "现居住地 居住地 居住地址 现居住地址 家庭住址 家庭地址 现住址 住址 常住地址 经常居住地 "
        "现家庭住址 居住地详细地址"
    ),
    "phone": "联系电话 手机号 手机号码 手机 电话 电话号码 联系方式 移动电话 联系手机 本人联系电话",
    "last_activity_on": (
        "最近参加活动 最近参加活动时间 最后参加活动时间 最近活动时间 最近一次参加组织生活 最近一次参加组织生活时间"
    ),
    "graduated_on": "毕业时间 毕业日期 毕业年月",
    "discharged_on": "退役时间 退役日期 退伍时间 退伍日期 复员时间 转业时间",
    NOT_KEPT: "备注 流动情况 流动状态 流动党员 是否流动党员 说明",
}
ROSTER_FIELDS = tuple(name for name in _WRITTEN if name != NOT_KEPT)
"""In the order in which offices write them."""
_WRITTEN |= {
    "receiving_code": (
        "转入组织 转入党组织 转入单位 转入党支部 转入支部 转入社区 转入组织代码 转往 转往党组织 转往组织 转往单位 "
        "转往何处 转至 转到 转去哪 去向 去向党组织 去向单位 接收组织 接收党组织 接收单位 接收单位党组织 接收党支部 "
        "接收社区 接收组织代码 组织关系转往 组织关系转入 组织关系转至 组织关系去向 组织关系转入单位 receiving_code"
    ),
    "reason_code": "转接原因 转出原因 转移原因 转接事由 原因 reason_code",
}
CASE_FIELDS = ("receiving_code", "reason_code")
"""What the roster of a batch says beside what describes the persons: where each goes, and why."""
_FIELDS = {label: name for name, labels in _WRITTEN.items() for label in labels.split()}
_FIELDS |= {name: name for name in MEMBER_LINE.fields}

_HEAD_WITHIN = 20
_FEWEST = 2
_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]|【[^】]*】|〔[^〕]*〕")
_EXACT = ("码", "code")
"""Of two columns that name the organization, the one with codes counts."""
_NO_LABEL = re.compile(r"[\s*:★#]")


@dataclass(frozen=True)
class Column:
    """A column of the file, and the field it is read as: none, a field's name, or NOT_KEPT."""

    place: int
    label: str
    field: str | None

    @property
    def letters(self) -> str:
        """The letters that the sheet shows above it."""
        return letters_of(self.place)


@dataclass(frozen=True)
class Roster:
    """The rows below the head, with the columns of the file, and what else the file has."""

    listed: tuple[Column, ...]
    titles: tuple[str, ...]
    head: tuple[int, ...]
    rows: Rows
    table: Table = field(default_factory=Table)
    other_sheets: tuple[str, ...] = ()

    @cached_property
    def columns(self) -> Mapping[str, int]:
        """The column of each field; of two that name one, the one with codes counts."""
        return {column.field: column.place for column in self.listed if column.field not in (None, NOT_KEPT)}

    @property
    def not_kept(self) -> tuple[int, ...]:
        """The columns that are understood and have no field."""
        return tuple(column.place for column in self.listed if column.field == NOT_KEPT)

    @property
    def ignored(self) -> tuple[str, ...]:
        """The names of columns that mean nothing to us."""
        return tuple(column.label for column in self.listed if column.field is None)

    def column(self, name: str | None) -> Column | None:
        """The column that is read as a field."""
        return next((column for column in self.listed if column.field == name), None) if name else None


def read_roster_file(content: bytes, chosen: Mapping[int, str] | None = None, beside: Sequence[str] = ()) -> Roster:
    """The roster of the first visible sheet that has one; `beside` are fields that it has beside those of persons.

    Raises TooLarge, UnsupportedFile, and ValidationFailed when no sheet has a head.
    """
    found: Roster | None = None
    others: list[str] = []
    refused: ValidationFailed | None = None
    for table in read_tables(content):
        if found is not None:
            others += [table.sheet.name] if table.rows and table.sheet else []
            continue
        try:
            found = replace(read_roster(table.rows, chosen, beside), table=table)
        except ValidationFailed as failed:
            refused = failed if refused is None or table.rows else refused
    if found is None:
        raise refused or _no_head()
    return replace(found, other_sheets=tuple(others))


def read_roster(rows: Rows, chosen: Mapping[int, str] | None = None, beside: Sequence[str] = ()) -> Roster:
    """Find the head; `chosen` says for columns by their place what they are read as, "" for not at all.

    Raises ValidationFailed when no row names a column for names and another one.
    """
    heads = [head for start in range(min(len(rows), _HEAD_WITHIN)) for head in _heads_at(rows, start)]
    heads = [head for head in heads if "name" in head.columns and len(head.columns) >= _FEWEST]
    if not heads:
        raise _no_head()
    best = max(heads, key=lambda head: len(head.columns))
    best = _without(best, frozenset(CASE_FIELDS) - set(beside))
    return _chosen(best, chosen, beside) if chosen else best


def _without(roster: Roster, fields: Collection[str]) -> Roster:
    """The columns of these fields mean nothing here."""
    return replace(
        roster,
        listed=tuple(replace(column, field=None) if column.field in fields else column for column in roster.listed),
    )


def _no_head() -> ValidationFailed:
    return ValidationFailed([Refusal("missing_column", {"column": "姓名"}, "name")])


def _chosen(roster: Roster, chosen: Mapping[int, str], beside: Sequence[str]) -> Roster:
    listed = tuple(replace(column, field=chosen.get(column.place, column.field) or None) for column in roster.listed)
    fields = [column.field for column in listed if column.field not in (None, NOT_KEPT)]
    unknown = [name for name in fields if name not in (*MEMBER_LINE.fields, *beside)]
    twice = sorted({str(name) for name in fields if fields.count(name) > 1})
    refusals = [Refusal("column_chosen_twice", {"column": name_of_field(name)}, name) for name in twice]
    refusals += [Refusal("unknown_field", {}, name) for name in unknown]
    if refusals or "name" not in fields:
        raise ValidationFailed(refusals or _no_head().refusals)
    return replace(roster, listed=listed)


def name_of_field(name: str) -> str:
    """A field as offices call it."""
    return _WRITTEN[name].split()[0]


def field_of(label: str) -> str | None:
    """The field that a column's name means."""
    normal = unicodedata.normalize("NFKC", label).strip()
    return _FIELDS.get(normal.lower()) or _FIELDS.get(_NO_LABEL.sub("", _BRACKETS.sub("", normal)))


def _heads_at(rows: Rows, start: int) -> Iterable[Roster]:
    """The head in one line, and in two where the second line only adds to the first."""
    upper = _labels(rows, start)
    yield _roster(rows, start, 1, [[label] for label in upper])
    if start + 1 < len(rows):
        lower = _labels(rows, start + 1)
        double = _roster(rows, start, 2, _combined(upper, lower))
        name = double.columns.get("name", -1)
        under_the_name = lower[name] if 0 <= name < len(lower) else ""
        if not under_the_name or field_of(under_the_name) == "name":
            yield double


def _labels(rows: Rows, place: int) -> list[str]:
    return [plain(cell.text) for cell in rows[place].cells]


def _combined(upper: Sequence[str], lower: Sequence[str]) -> list[list[str]]:
    """What each column may be called: its own line, both in either order, or the upper one standing over both lines."""
    combined: list[list[str]] = []
    spanning = ""
    for column in range(max(len(upper), len(lower))):
        above = upper[column] if column < len(upper) else ""
        below = lower[column] if column < len(lower) else ""
        spanning = above or spanning
        combined.append([below, spanning + below, below + spanning] if below else [above])
    return combined


def _roster(rows: Rows, start: int, lines: int, names: Sequence[Sequence[str]]) -> Roster:
    found: dict[int, Column] = {}
    taken: dict[str, int] = {}
    for place, choices in enumerate(names):
        label = next((choice for choice in choices if field_of(choice)), next(filter(None, choices), ""))
        name = field_of(label)
        if name is not None and name != NOT_KEPT and name in taken:
            if not label.endswith(_EXACT):
                name = None
            else:
                found[taken[name]] = replace(found[taken[name]], field=None)
        if name is not None and name != NOT_KEPT:
            taken[name] = place
        if label:
            found[place] = Column(place, label, name)
    titles = tuple(plain(text) for row in rows[:start] for text in row.texts)
    head = tuple(row.number for row in rows[start : start + lines])
    return Roster(tuple(found.values()), titles, head, rows[start + lines :])
