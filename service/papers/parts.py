"""The words of the three parts of a letter (组通字〔2006〕45号), with what is filled in and what is struck out.

Every way of printing the whole letter, as a PDF and as a page of the browser, sets these same parts.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from service.papers.codes import shown_code
from service.papers.letter import LetterPaper
from service.papers.numerals import Script

_WIDTH = 160
_HEIGHTS = {"stub": 29, "letter": 66, "receipt": 36}
"""The room of each part's words, in millimetres."""
_SIZES = (13, 12, 11, 10, 9, 8, 7, 6, 5)
_POINT = 25.4 / 72
_LEADING = 1.6
_PLACE = re.compile(r"\{(\w+)\}")
_BLANKS = {"age": 2, "ethnic_group": 3, "id_number": 12, "dues_month": 3, "by_hand": 8}
_BLANK = 5
"""The width of a place that is left to be filled by hand, in characters."""


@dataclass(frozen=True)
class Segment:
    """A stretch of a line. `value` is filled in, or left open over `blank` characters; `struck` does not apply."""

    kind: Literal["text", "value", "struck"]
    text: str
    blank: int = 0


Line = Sequence[Segment]
PartName = Literal["stub", "letter", "receipt"]
_PARTS: tuple[PartName, ...] = ("stub", "letter", "receipt")


@dataclass(frozen=True)
class Part:
    """One of stub, letter and receipt. `foot` stands beside the seal's place; `size`, in points, is that of `lines`.

    It is the largest in which the words fit: a long name never makes a second page.
    """

    name: PartName
    label: str
    title: str
    lines: Sequence[Line]
    foot: Sequence[str]
    signed: Sequence[str]
    size: int


@dataclass(frozen=True)
class Sheet:
    """The three parts, and what stands on the lines between them."""

    number: str
    parts: Sequence[Part]
    cut: str
    riding_seal: str


_WORDS: Mapping[Script, Mapping[str, tuple[str, ...]]] = {
    "zh-Hans": {
        "titles": ("组织关系介绍信（存根）", "组织关系介绍信", "组织关系介绍信（回执）"),
        "labels": ("第一联存根", "第二联介绍信", "第三联回执"),
        "between": ("裁切线", "（加盖骑缝章）"),
        "options": ("正式", "预备", "男", "女"),
        "stub": ("　　{member_name}同志系中共（{status}）党员，组织关系由{origin}转到{destination}。",),
        "letter": (
            "{addressee}：",
            "　　{member_name}同志（{sex}），{age}岁，{ethnic_group}，系中共（{status}）党员，公民身份号码{id_number}，"
            "由{origin}去{destination}，请接转组织关系。该同志党费已交到{dues_year}年{dues_month}月。",
            "　　（有效期{valid_days}天）",
            "党员联系电话或其他联系方式：{member_contact}",
            "党员原所在基层党委通讯地址：{committee_address}",
            "联系电话：{committee_phone}　邮编：{committee_postcode}",
        ),
        "receipt": (
            "{receipt_addressee}：",
            "　　{member_name}同志的党员组织关系已转达我处，特此回复。",
            "经办人：{by_hand}　联系电话：{by_hand}",
        ),
        "feet": ("贴回执联处", "扫码或输入核验码查真伪", "不含个人信息", "接收后一个月内邮寄或传真"),
        "code": ("核验码 ",),
        "seal": ("（盖章）", "　　年　　月　　日"),
    },
    "zh-Hant": {
        "titles": ("組織關係介紹信（存根）", "組織關係介紹信", "組織關係介紹信（回執）"),
        "labels": ("第一聯存根", "第二聯介紹信", "第三聯回執"),
        "between": ("裁切線", "（加蓋騎縫章）"),
        "options": ("正式", "預備", "男", "女"),
        "stub": ("　　{member_name}同志係中共（{status}）黨員，組織關係由{origin}轉到{destination}。",),
        "letter": (
            "{addressee}：",
            "　　{member_name}同志（{sex}），{age}歲，{ethnic_group}，係中共（{status}）黨員，公民身分號碼{id_number}，"
            "由{origin}去{destination}，請接轉組織關係。該同志黨費已交到{dues_year}年{dues_month}月。",
            "　　（有效期{valid_days}天）",
            "黨員聯絡電話或其他聯絡方式：{member_contact}",
            "黨員原所在基層黨委通訊地址：{committee_address}",
            "聯絡電話：{committee_phone}　郵遞區號：{committee_postcode}",
        ),
        "receipt": (
            "{receipt_addressee}：",
            "　　{member_name}同志的黨員組織關係已轉達我處，特此回覆。",
            "經辦人：{by_hand}　聯絡電話：{by_hand}",
        ),
        "feet": ("貼回執聯處", "掃碼或輸入核驗碼查真偽", "不含個人資訊", "接收後一個月內郵寄或傳真"),
        "code": ("核驗碼 ",),
        "seal": ("（蓋章）", "　　年　　月　　日"),
    },
}


def sheet_of(paper: LetterPaper) -> Sheet:
    """The letter, part by part."""
    words = _WORDS[paper.script]
    day = f"{paper.issued_on.year} 年 {paper.issued_on.month} 月 {paper.issued_on.day} 日"
    paste, scan, nobody, post = words["feet"]
    seal, by_hand = words["seal"]
    code = (scan, words["code"][0] + shown_code(paper.code), nobody) if paper.check_address else ()
    feet: tuple[Sequence[str], ...] = ((paste,), code, (post,))
    signed = ((day,), (seal, day), (seal, by_hand))
    lines = [_lines(paper, words, name) for name in _PARTS]
    parts = [
        Part(name, words["labels"][at], words["titles"][at], lines[at], feet[at], signed[at], size_of(name, lines[at]))
        for at, name in enumerate(_PARTS)
    ]
    return Sheet(paper.number, parts, *words["between"])


def size_of(part: PartName, lines: Sequence[Line]) -> int:
    """The largest type in which the lines fit: every character is counted as wide as a Chinese one."""
    lengths = [sum(max(len(segment.text), segment.blank) for segment in line) for line in lines]
    return next((size for size in _SIZES if _height(lengths, size) <= _HEIGHTS[part]), _SIZES[-1])


def _height(lengths: Sequence[int], size: int) -> float:
    each = int(_WIDTH / (size * _POINT))
    return sum(math.ceil(length / each) for length in lengths) * size * _POINT * _LEADING


def _lines(paper: LetterPaper, words: Mapping[str, tuple[str, ...]], part: str) -> list[Line]:
    return [_filled(line, paper, words["options"]) for line in words[part]]


def _filled(line: str, paper: LetterPaper, options: tuple[str, ...]) -> Line:
    """The line with its places filled: every second piece of the split names a place."""
    segments: list[Segment] = []
    for at, piece in enumerate(_PLACE.split(line)):
        if at % 2 == 0:
            segments += [Segment("text", piece)] if piece else []
        elif piece in ("status", "sex"):
            segments += _choice(piece, paper, options)
        else:
            segments.append(Segment("value", getattr(paper, piece, ""), _BLANKS.get(piece, _BLANK)))
    return segments


def _choice(place: str, paper: LetterPaper, options: tuple[str, ...]) -> list[Segment]:
    """Both words, the one that does not apply struck out; both stand where nothing is known."""
    full, probationary, male, female = options
    if place == "status":
        return _struck((full, paper.probationary), (probationary, not paper.probationary))
    return _struck((male, paper.sex == "female"), (female, paper.sex == "male"))


def _struck(*words: tuple[str, bool]) -> list[Segment]:
    (one, out), (other, other_out) = words
    return [Segment(_kind(out), one), Segment("text", "/"), Segment(_kind(other_out), other)]


def _kind(out: bool) -> Literal["text", "struck"]:  # noqa: FBT001 - whether the word is out is all there is to say
    return "struck" if out else "text"
