"""Invented members: names put together by chance, ID numbers of no region, telephones that nobody has."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from service.demo.district import REGION
from service.identity import is_valid_id_number
from workflows.dates import add_months

_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎"
_FIRST = "建志文国秀桂春海玉晓明永立红丽俊慧振家成"
_SECOND = "华平强英芳兰珍军林云峰霞梅生清辉敏杰波宁"
_STREETS = ("望江路", "青云巷", "松涛里", "百花街", "听潮路", "柳湾组")
_GROUPS = ("汉族",) * 9 + ("满族", "回族", "壮族", "土家族")
_MEMBERS_A_PHONE_LINE = 10_000


def person(number: int, today: date, **facts: Any) -> dict[str, Any]:
    """The `number`-th member, always the same one; `facts` say what is different."""
    chance = random.Random(number)  # noqa: S311 - invented people need no secret chance
    born = date(1948, 1, 1) + timedelta(days=chance.randrange(46 * 365))
    joined = born + timedelta(days=(20 + chance.randrange(9)) * 365)
    described: dict[str, Any] = {
        "name": chance.choice(_SURNAMES) + chance.choice(_FIRST) + chance.choice(_SECOND),
        "sex": "male" if number % 2 else "female",
        "ethnic_group": chance.choice(_GROUPS),
        "birth_date": born.isoformat(),
        "id_number": id_number(born, number),
        "phone": phone(number),
        "member_status": "full",
        "joined_on": f"{joined:%Y-%m}",
        "converted_on": f"{add_months(joined, 12):%Y-%m}",
        "dues_paid_through": f"{today:%Y-%m}",
        "residence": f"云港市望海区{chance.choice(_STREETS)}{chance.randrange(1, 200)}号",
    }
    return {name: value for name, value in {**described, **facts}.items() if value is not None}


def on_probation(today: date, ends_in: int) -> Mapping[str, Any]:
    """A probation that ends in so many days, or ended so many days ago."""
    ends = today + timedelta(days=ends_in)
    return {
        "member_status": "probationary",
        "joined_on": add_months(ends, -12).isoformat(),
        "probation_ends_on": ends.isoformat(),
        "converted_on": None,
    }


def id_number(born: date, number: int) -> str:
    """A number with the right check character, of a region that does not exist."""
    front = f"{REGION}{born:%Y%m%d}{number % 1000:03d}"
    return next(front + last for last in "0123456789X" if is_valid_id_number(front + last))


def phone(number: int) -> str:
    """A mobile number of a block that is not given out."""
    return f"1990000{number % _MEMBERS_A_PHONE_LINE:04d}"
