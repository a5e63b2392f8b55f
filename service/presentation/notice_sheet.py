"""What the notice for a member says, in the reader's language: where to go, with what, by when, whom to ask."""

from __future__ import annotations

from datetime import date

from flask_babel import format_date
from flask_babel import gettext as _

from service.casework.letter_papers import letter_in_force
from service.errors import WrongState
from service.models import Case, Letter, Organization
from service.papers import Answer, NoticePaper
from workflows.vocabulary import Party

_BY_HAND = "＿" * 8


def notice_paper(case: Case) -> NoticePaper:
    """The notice. Raises WrongState unless the member has a letter in hand to take somewhere."""
    letter = letter_in_force(case)
    if letter is None or case.state != "in_transit":
        raise WrongState(number=case.number, state=case.state)
    units = {row.party: row.organization for row in case.parties}
    origin, committee = units[Party.OUTFLOW], units[Party.OUTFLOW_COMMITTEE]
    desk, destination = units.get(Party.STREET, units[Party.RECEIVING]), units[Party.RECEIVING]
    intro = _("你的组织关系要从%(origin)s转到%(to)s。请照下面办。", origin=origin.title, to=destination.title)
    return NoticePaper(
        title=_("转接组织关系告知单"),
        greeting=_("%(name)s同志：", name=case.member.name),
        intro=intro,
        answers=[
            Answer(_("到哪里去"), [desk.title, *_address(desk)]),
            Answer(_("带什么去"), _to_bring(letter)),
            Answer(_("最迟哪天"), [_("%(day)s。这一天还有效，早去早办。", day=_day(letter.expires_on))]),
            Answer(_("有事问谁"), [_call(committee), _call(desk)]),
            Answer(_("不去会怎样"), _otherwise(committee)),
            Answer(_("接收之前"), [_("你仍是%(origin)s的党员，照常参加组织生活、交纳党费。", origin=origin.title)]),
        ],
        signed=committee.title,
        day=_day(letter.issued_on),
    )


def _address(unit: Organization) -> list[str]:
    return [_("地址：%(address)s", address=unit.address or _BY_HAND)]


def _to_bring(letter: Letter) -> list[str]:
    return [
        _("介绍信（编号 %(number)s）。不要撕开，不要涂改。", number=letter.number),
        _("本人的居民身份证。"),
    ]


def _call(unit: Organization) -> str:
    return _("%(unit)s，电话 %(phone)s", unit=unit.title, phone=unit.phone or _BY_HAND)


def _otherwise(committee: Organization) -> list[str]:
    return [
        _("过了这一天，介绍信就失效了，要回%(unit)s补开，转接也会耽搁。", unit=committee.title),
        _("去不了，或者介绍信丢了，马上打上面的电话。"),
    ]


def _day(day: date) -> str:
    return str(format_date(day, "full"))
