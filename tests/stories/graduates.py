"""Six hundred invented graduates of a college, and the workbook in which its office keeps them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from service.casework.organizations import confirm_party_names, create_organization
from service.db import Database
from service.permissions import THE_OPERATOR
from tests.builders import make_id_number
from tests.service.intake.sheets import workbook
from tests.stories.people import DEPARTMENT, open_desk

COLLEGE, BRANCH = "college", "college-2026"
HOMES = {
    "500104001": {"500104001001": "平安社区", "500104001004": "钢花社区"},
    "500104002": {"500104002007": "跃新社区", "500104002009": "大堰社区"},
    "500104003": {"500104003015": "马桑溪社区", "500104003021": "庹家坳社区"},
}
"""The streets that the graduates go to, each with two communities."""
COMMUNITIES = {code: name for below in HOMES.values() for code, name in below.items()}
STREETS = {community: street for street, below in HOMES.items() for community in below}
ROSTER, BRANCH_NAME = "2026届毕业生", "应用技术学院2026届毕业生党支部"
_WITHDRAWN, _RETURNED, _LAPSED, _MISSING = range(10), range(10, 30), range(30, 60), range(596, 600)
_SURNAMES, _FIRST, _SECOND = "赵钱孙李周吴郑王冯陈褚卫", "一文志国建秀丽春海", "明华英强芳"
_WIDE = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")


@dataclass(frozen=True)
class Graduate:
    """A person of the roster by their place in it."""

    at: int
    name: str
    id_number: str

    @property
    def goes_to(self) -> str:
        """The community they move to."""
        return list(COMMUNITIES)[self.at % len(COMMUNITIES)]

    @property
    def group(self) -> str:
        """What becomes of them."""
        for name, places in (("withdrawn", _WITHDRAWN), ("returned", _RETURNED), ("lapsed", _LAPSED)):
            if self.at in places:
                return name
        return "reported"

    @property
    def forgotten(self) -> bool:
        """The office did not write down where they go."""
        return self.at in _MISSING


class Cohort(list[Graduate]):
    """All of them, and those of some groups who go to one street or community."""

    def of(self, *groups: str, street: str = "", community: str = "") -> list[Graduate]:
        """Those of these groups who go there, or anywhere."""
        return [
            one
            for one in self
            if one.group in groups and street in ("", STREETS[one.goes_to]) and community in ("", one.goes_to)
        ]


def graduates() -> Cohort:
    """The six hundred; nobody bears another's name."""
    names = ("".join(parts) for parts in product(_SURNAMES, _FIRST, _SECOND))
    longer = (f"{surname}{first}{second}" for surname, first, second in product(_SURNAMES, _SECOND, _FIRST))
    both = [*names, *longer]
    return Cohort(Graduate(at, both[at], make_id_number(born=f"2003{1 + at % 12:02d}15")) for at in range(600))


def messy_workbook(people: Sequence[Graduate]) -> bytes:
    """As the office keeps it: titles, a head in two lines, sections, subtotals, the head again, and notes."""
    lines: list[list[Any]] = [
        ["应用技术学院2026届毕业生党员组织关系转接名册"],
        ["填表单位：应用技术学院党委", "", "", "", "", "填表日期：2026年11月20日"],
        ["序号", "基本情况", "", "", "", "组织关系", "", "备注"],
        ["", "姓名", "性别", "身份证号", "联系电话", "党费交至", "去向", ""],
        *_body(people),
        ["合计", f"{len(people)}人"],
        ["注：本表一式两份。"],
    ]
    return workbook(dict(enumerate(lines, start=1)))


def _body(people: Sequence[Graduate]) -> Iterator[list[Any]]:
    for one in people:
        if one.at % 100 == 0:
            yield [f"第{one.at // 100 + 1}组"]
            if one.at:
                yield ["序号", "姓名", "性别", "身份证号", "联系电话", "党费交至", "去向", "备注"]
        yield _line(one)
        if one.at % 100 == 99:
            yield ["小计", "100人"]


def _line(one: Graduate) -> list[Any]:
    """Each written in one of the ways in which offices write."""
    name = one.name if one.at % 4 else f"{one.name[0]} {one.name[1:]}"
    number = (one.id_number, one.id_number.lower(), one.id_number.translate(_WIDE), f"'{one.id_number}")[one.at % 4]
    paid = ("2027.12", "2027年12月", "202712", "2027-12")[one.at % 4]
    home = COMMUNITIES[one.goes_to]
    place = (home, f"{home}居委会", one.goes_to, f"{home}居民委员会", f" {home}　")[one.at % 5]
    return [one.at + 1, name, "男" if one.at % 2 else "女", number, f"139{one.at:08d}", paid,
            "" if one.forgotten else place, "已签协议" if one.at % 7 == 0 else ""]  # fmt: skip


def lines_of(file: bytes) -> list[dict[str, str]]:
    """The lines of persons in a list that was taken out as text: below its title and above the line to sign on."""
    rows = list(csv.reader(io.StringIO(file.decode("utf-8-sig"))))
    head = next(at for at, row in enumerate(rows) if "姓名" in row)
    lines = (row for row in rows[head + 1 :] if len(row) == len(rows[head]))
    return [dict(zip(rows[head], row, strict=True)) for row in lines]


def settle_college(database: Database) -> dict[str, str]:
    """The college, its branch, and a person at each desk that the graduates pass; their tokens by name."""
    return database.transact(_settle)


def _settle(tx: Any) -> dict[str, str]:
    college = {"code": COLLEGE, "kind": "base_committee", "name": "应用技术学院", "parent_code": DEPARTMENT}
    create_organization(tx, THE_OPERATOR, college | {"may_issue_letters": True})
    branch = {"code": BRANCH, "kind": "branch", "name": BRANCH_NAME, "parent_code": COLLEGE}
    create_organization(tx, THE_OPERATOR, branch)
    names = {COLLEGE: "中共应用技术学院委员会", BRANCH: f"中共{BRANCH_NAME}"}
    names |= {street: f"中共第{street}街道工作委员会" for street in HOMES}
    names |= {code: f"中共{name}委员会" for code, name in COMMUNITIES.items()}
    confirm_party_names(tx, THE_OPERATOR, names)
    desks = [("college", "committee_officer", COLLEGE), ("graduates", "branch_secretary", BRANCH)]
    desks += [(f"street-{code}", "committee_officer", code) for code in HOMES]
    desks += [(f"community-{code}", "branch_secretary", code) for code in COMMUNITIES]
    return {name: open_desk(tx, name, role, code) for name, role, code in desks}
