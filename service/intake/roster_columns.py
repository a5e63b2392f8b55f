"""Finding the head of a roster: under title rows, in one line or two, with the names that offices give the columns."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from service.errors import ValidationFailed
from service.forms.rows import MEMBER_LINE
from service.intake.tables import Row
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
    NOT_KEPT: "备注 流动情况 流动状态 流动党员 是否流动党员 说明",
}
_FIELDS = {label: field for field, labels in _WRITTEN.items() for label in labels.split()}
_FIELDS |= {name: name for name in MEMBER_LINE.fields}

_HEAD_WITHIN = 20
_FEWEST = 2
_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]|【[^】]*】|〔[^〕]*〕")
_EXACT = ("码", "code")
"""Of two columns that name the organization, the one with codes counts."""
_NO_LABEL = re.compile(r"[\s*:★#]")


@dataclass(frozen=True)
class Roster:
    """The rows below the head, with the column of each field, and what else the file has."""

    columns: Mapping[str, int]
    not_kept: Mapping[int, str]
    ignored: tuple[str, ...]
    titles: tuple[str, ...]
    rows: Sequence[Row]


def read_roster(rows: Sequence[Row]) -> Roster:
    """Find the head. Raises ValidationFailed when no row names a column for names and another one."""
    heads = [head for start in range(min(len(rows), _HEAD_WITHIN)) for head in _heads_at(rows, start)]
    heads = [head for head in heads if "name" in head.columns and len(head.columns) >= _FEWEST]
    if not heads:
        raise ValidationFailed([Refusal("missing_column", {"column": "姓名"}, "name")])
    return max(heads, key=lambda head: len(head.columns))


def field_of(label: str) -> str | None:
    """The field that a column's name means."""
    plain = unicodedata.normalize("NFKC", label).strip()
    return _FIELDS.get(plain.lower()) or _FIELDS.get(_NO_LABEL.sub("", _BRACKETS.sub("", plain)))


def _heads_at(rows: Sequence[Row], start: int) -> Iterable[Roster]:
    """The head in one line, and in two where the second line only adds to the first."""
    upper = _labels(rows[start])
    single = _roster(rows, start, 1, [[label] for label in upper])
    yield single
    if start + 1 < len(rows):
        lower = _labels(rows[start + 1])
        double = _roster(rows, start, 2, _combined(upper, lower))
        name = double.columns.get("name", -1)
        under_the_name = lower[name] if 0 <= name < len(lower) else ""
        if not under_the_name or field_of(under_the_name) == "name":
            yield double


def _labels(row: Row) -> list[str]:
    return [cell.text for cell in row.cells]


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


def _roster(rows: Sequence[Row], start: int, lines: int, names: Sequence[Sequence[str]]) -> Roster:
    columns: dict[str, int] = {}
    not_kept: dict[int, str] = {}
    ignored: list[str] = []
    for column, choices in enumerate(names):
        label = next((choice for choice in choices if field_of(choice)), "")
        field = field_of(label)
        if field == NOT_KEPT:
            not_kept[column] = label
        elif field is not None and (field not in columns or label.endswith(_EXACT)):
            columns[field] = column
        elif any(choices):
            ignored.append(next(choice for choice in choices if choice))
    titles = tuple(text for row in rows[:start] for text in row.texts)
    return Roster(columns, not_kept, tuple(ignored), titles, rows[start + lines :])
