"""What surrounds every page: who is here, for whom they speak, where one can go, and what waits there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from flask import url_for
from flask_babel import gettext as _

from service.permissions import CASE_READERS, Actor, PostHeld, may_import, may_verify_audit
from service.presentation.form_fields import Option
from service.presentation.todo import number
from service.presentation.words import ROLES, Link
from service.queries.frame import FrameCounts
from workflows.roles import PLACEMENT_KINDS, Role

LANGUAGES = {"zh-Hans": "简体中文", "zh-Hant": "繁體中文", "en": "English"}
SIZES = ("normal", "large", "xlarge")
STARTERS = frozenset({Role.BRANCH_SECRETARY, Role.COMMITTEE_OFFICER, Role.DEPARTMENT_OFFICER})
_CALENDAR_KEEPERS = frozenset({Role.ADMINISTRATOR, Role.DEPARTMENT_OFFICER})


@dataclass(frozen=True)
class Place:
    """A page one can go to, with a number if something waits there."""

    label: str
    url: str
    icon: str
    current: bool = False
    count: str = ""


@dataclass(frozen=True)
class NavigationGroup:
    """Places that belong together."""

    label: str
    links: Sequence[Place]


@dataclass(frozen=True)
class Banner:
    """A line under the bar that stays."""

    tone: str
    icon: str
    text: str
    link: Link | None = None


@dataclass(frozen=True)
class Language:
    """A language to choose, by its own name."""

    code: str
    label: str
    current: bool


@dataclass(frozen=True)
class TextSize:
    """The size of the text now, and the one the button leads to."""

    value: str
    next: str


@dataclass(frozen=True)
class Here:
    """Where the reader is: the page's name, its address, the language, the size of the text, what was looked for."""

    endpoint: str
    url: str
    language: str
    size: str
    search: str = ""


@dataclass(frozen=True)
class Frame:
    """As `base.html` reads it."""

    language: str
    languages: Sequence[Language]
    text_size: TextSize
    here_url: str
    home_url: str
    preferences_url: str
    help_url: str
    search_url: str = ""
    search_label: str = ""
    search_text: str = ""
    notices_url: str = ""
    notices_count: str = ""
    account_name: str = ""
    account_url: str = ""
    logout_url: str = ""
    organization_label: str = ""
    posts: Sequence[Option] = ()
    post_url: str = ""
    start_url: str = ""
    bottom: Sequence[Place] = field(default_factory=tuple)
    print_line: str = ""


def frame_for_stranger(here: Here) -> Frame:
    """The frame before anybody has signed in."""
    size = here.size if here.size in SIZES else SIZES[0]
    following = SIZES[(SIZES.index(size) + 1) % len(SIZES)]
    return Frame(
        language=here.language,
        languages=[Language(code, label, code == here.language) for code, label in LANGUAGES.items()],
        text_size=TextSize(size, following),
        here_url=here.url,
        home_url=url_for("todo.home"),
        preferences_url=url_for("auth.preferences"),
        help_url=url_for("help.index"),
    )


def frame_for(actor: Actor, posts: Actor, here: Here, counts: FrameCounts, printed_at: str) -> Frame:
    """The frame of a signed-in person; `posts` is the same person with every post, `actor` as the one that speaks."""
    reads = bool(actor.paths(CASE_READERS))
    return replace(
        frame_for_stranger(here),
        search_url=url_for("cases.index") if reads else url_for("organizations.index"),
        search_label=_("姓名、编号或身份证号后四位") if reads else _("组织名称、首字母或代码"),
        search_text=here.search,
        notices_url=url_for("notices.index"),
        notices_count=number(counts.unread),
        account_name=actor.display_name,
        account_url=url_for("auth.account"),
        logout_url=url_for("auth.logout"),
        organization_label=actor.post.title if actor.post else "",
        posts=_posts(actor, posts),
        post_url=url_for("auth.choose_post"),
        start_url=url_for("cases.new") if actor.paths(STARTERS) else "",
        bottom=_bottom(actor, here, counts),
        print_line=_("%(who)s 打印于 %(at)s", who=actor.display_name, at=printed_at),
    )


def navigation_for(actor: Actor, here: Here, counts: FrameCounts) -> list[NavigationGroup]:
    """The places of the side list, those that this person has."""
    reads = bool(actor.paths(CASE_READERS))
    directory = [_place("organizations.index", _("组织"), "tree", here)]
    if actor.paths({Role.ADMINISTRATOR}):
        directory.append(_place("users.index", _("人员"), "people", here))
    if actor.paths(_CALENDAR_KEEPERS):
        directory.append(_place("calendar.index", _("工作日历"), "cal", here))
    tools = [_place("audit.verify", _("核验与存证"), "shield", here)] if may_verify_audit(actor) else []
    tools.append(_place("help.index", _("帮助"), "help", here))
    groups = [NavigationGroup(_("目录"), directory), NavigationGroup(_("工具"), tools)]
    if not reads:
        return groups
    directory.insert(0, _place("members.index", _("党员名册"), "user", here))
    if may_import(actor):
        tools.insert(0, _place("imports.index", _("Excel 导入"), "up", here))
    work = [_todo(here, counts), _place("cases.index", _("转接台账"), "book", here)]
    work.append(_place("batches.index", _("批次"), "people", here))
    work.append(_place("registrations.index", _("双重管理"), "share", here))
    work.append(_place("stuck.index", _("未落实组织关系"), "pin", here))
    work.append(_place("mobile_members.index", _("流动党员"), "walk", here))
    work.append(_place("ledgers.index", _("转出转入台账"), "print", here))
    if actor.post and actor.post.kind not in PLACEMENT_KINDS:  # a branch is counted by its community
        work.append(_place("flow_reports.index", _("流入流出情况"), "inbox", here))
    return [NavigationGroup(_("办理"), work), *groups]


def banners_for(actor: Actor, posts: Actor, counts: FrameCounts, today: date) -> list[Banner]:
    """Demonstration data, for whom one stands in these days, and a calendar that somebody has to load."""
    banners = [*banners_of(counts.kind), *_standing_in(actor, posts)]
    if not counts.next_year_known and actor.paths(_CALENDAR_KEEPERS):
        text = _("%(year)s 年的放假安排还没有导入，跨年的时限先按周一至周五算。", year=today.year + 1)
        banners.append(Banner("soon", "cal", text, Link(_("工作日历"), url_for("calendar.index"))))
    return banners


def _standing_in(actor: Actor, posts: Actor) -> list[Banner]:
    """A list of work is that of one post: whoever stands in for others is told where theirs lies."""
    speaking = actor.post.in_place_of if actor.post else None
    if speaking is not None:
        return [Banner("soon", "people", _("现在是代%(name)s办理。", name=speaking.name), _posts_link())]
    away = "、".join(dict.fromkeys(post.in_place_of.name for post in posts.posts if post.in_place_of))
    told = _("这几天由你代%(names)s办理。切换身份，就看到等着办的件。", names=away)
    return [Banner("soon", "people", told, _posts_link())] if away else []


def _posts_link() -> Link:
    return Link(_("切换身份"), url_for("auth.account"))


def banners_of(kind: str) -> list[Banner]:
    """What everybody is told of an installation that is no real one."""
    if kind == "demo":
        return [Banner("soon", "info", _("演示数据：人物和组织都是虚构的，可以随便试。"))]
    return [Banner("soon", "info", _("测试数据，不作为正式记录。"))] if kind == "test" else []


def _posts(actor: Actor, everything: Actor) -> list[Option]:
    """One choice for each organization at which the person holds posts."""
    speaking = actor.post.code if actor.post else ""
    roles: dict[str, list[str]] = {}
    titles = {}
    for post in everything.posts:
        titles[post.code] = post.title
        roles.setdefault(post.code, []).append(_role(post))
    return [
        Option(
            code,
            _("%(organization)s（%(roles)s）", organization=titles[code], roles="、".join(names)),
            current=code == speaking,
        )
        for code, names in roles.items()
    ]


def _role(post: PostHeld) -> str:
    role = str(ROLES[post.role])
    return _("%(role)s，代%(name)s", role=role, name=post.in_place_of.name) if post.in_place_of else role


def _bottom(actor: Actor, here: Here, counts: FrameCounts) -> list[Place]:
    """What people do on a telephone; every other place stands behind the last one of the bar."""
    if not actor.paths(CASE_READERS):
        return [_place("organizations.index", _("组织"), "tree", here)]
    places = [_todo(here, counts), _place("cases.index", _("台账"), "book", here)]
    if actor.paths(STARTERS):
        places.append(_place("cases.new", _("发起"), "plus", here))
    return [*places, _place("stuck.index", _("未落实"), "pin", here)]


def _todo(here: Here, counts: FrameCounts) -> Place:
    return _place("todo.index", _("待办"), "inbox", here, number(counts.mine))


def _place(endpoint: str, label: str, icon: str, here: Here, count: str = "") -> Place:
    return Place(label, url_for(endpoint), icon, endpoint == here.endpoint, count)
