"""An invented district: its organizations, and the people who have posts there. No such place exists."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from workflows.roles import Role

REGION = "399903"
"""39 is no province: neither these codes nor ID numbers that begin with them belong to anybody."""


@dataclass(frozen=True)
class Place:
    """An organization of the demonstration."""

    code: str
    kind: str
    parent: str
    name: str
    party_name: str = ""


@dataclass(frozen=True)
class Worker:
    """Somebody with a sign-in: the posts are (role, organization)."""

    name: str
    display_name: str
    posts: tuple[tuple[Role, str], ...]


PROVINCE, CITY, DEPARTMENT = "39", "3999", REGION
BINJIANG, WUTONG, TINGTAO, BAILU = (f"{REGION}{number}" for number in ("001", "002", "003", "101"))
YUANHANG, HAISHI = f"{REGION}901", "3999901"
QINGYUN, WANGJIANG, LIUAN = (f"{BINJIANG}{number:03d}" for number in (1, 2, 3))
SONGTAO, BAIHUA, FENGQI = (f"{WUTONG}{number:03d}" for number in (1, 2, 3))
TINGCHAO, GUANHAI = (f"{TINGTAO}{number:03d}" for number in (1, 2))
LIUWAN, SHAZHOU = (f"{BAILU}{number:03d}" for number in (201, 202))
QINGYUN_1, QINGYUN_2, SONGTAO_1, SONGTAO_2 = (f"{unit}-{n}" for unit in (QINGYUN, SONGTAO) for n in (1, 2))
YUANHANG_1, YUANHANG_2, GRADUATES = f"{YUANHANG}-1", f"{YUANHANG}-2", f"{HAISHI}-1"
BUILDERS, FAR_STREET = "WAI-1", "WAI-2"

_TREE = (
    (PROVINCE, "province", "", "东岚省"),
    (CITY, "city", PROVINCE, "云港市"),
    (DEPARTMENT, "department", CITY, "望海区"),
    (BINJIANG, "street_committee", DEPARTMENT, "滨江街道"),
    (QINGYUN, "community", BINJIANG, "青云社区"),
    (WANGJIANG, "community", BINJIANG, "望江社区"),
    (LIUAN, "community", BINJIANG, "柳岸社区"),
    (WUTONG, "street_committee", DEPARTMENT, "梧桐街道"),
    (SONGTAO, "community", WUTONG, "松涛社区"),
    (BAIHUA, "community", WUTONG, "百花社区"),
    (FENGQI, "community", WUTONG, "凤栖社区"),
    (TINGTAO, "street_committee", DEPARTMENT, "听涛街道"),
    (TINGCHAO, "community", TINGTAO, "听潮社区"),
    (GUANHAI, "community", TINGTAO, "观海社区"),
    (BAILU, "town_committee", DEPARTMENT, "白鹭镇"),
    (LIUWAN, "village", BAILU, "柳湾村"),
    (SHAZHOU, "village", BAILU, "沙洲村"),
    (YUANHANG, "base_committee", DEPARTMENT, "远航机械有限公司"),
    (YUANHANG_1, "branch", YUANHANG, "远航机械有限公司生产党支部"),
    (YUANHANG_2, "branch", YUANHANG, "远航机械有限公司机关党支部"),
    (HAISHI, "base_committee", CITY, "云港海事学院"),
    (GRADUATES, "branch", HAISHI, "云港海事学院毕业生党支部"),
    (BUILDERS, "external", "", "西岭省岩城市建设集团党委"),
    (FAR_STREET, "external", "", "西岭省岩城市松岗街道党工委"),
)
_COMMUNITIES = (QINGYUN, WANGJIANG, LIUAN, SONGTAO, BAIHUA, FENGQI, TINGCHAO, GUANHAI)
_VILLAGES = (LIUWAN, SHAZHOU)
_NUMBERS = "一二三四五六七八九"
_NAMES = {code: name for code, _, _, name in _TREE}

SECRETARY, OFFICER = Role.BRANCH_SECRETARY, Role.COMMITTEE_OFFICER
_WORKERS = (
    Worker("zuzhibu", "周文清", ((Role.DEPARTMENT_OFFICER, DEPARTMENT),)),
    Worker("shiwei", "龚立新", ((Role.DEPARTMENT_OFFICER, CITY),)),
    Worker("guanli", "蒋一鸣", ((Role.ADMINISTRATOR, DEPARTMENT),)),
    Worker("shenji", "韩素梅", ((Role.AUDITOR, DEPARTMENT),)),
    Worker("binjiang", "陆永平", ((OFFICER, BINJIANG),)),
    Worker("binjiang2", "方小雨", ((OFFICER, BINJIANG), (Role.TRACKING_STAFF, BINJIANG))),
    Worker("wutong", "孙立军", ((OFFICER, WUTONG),)),
    Worker("tingtao", "何静", ((OFFICER, TINGTAO),)),
    Worker("bailu", "邓国强", ((OFFICER, BAILU),)),
    Worker("yuanhang", "顾建华", ((OFFICER, YUANHANG),)),
    Worker("haishi", "范晓梅", ((OFFICER, HAISHI),)),
    Worker("qingyun", "许丽", ((SECRETARY, QINGYUN),)),
    Worker("qingyun1", "陈桂芳", ((SECRETARY, QINGYUN_1),)),
    Worker("qingyun2", "姚志强", ((SECRETARY, QINGYUN_2),)),
    Worker("wangjiang", "郭明", ((SECRETARY, WANGJIANG),)),
    Worker("liuan", "贺丽萍", ((SECRETARY, LIUAN),)),
    Worker("songtao", "林秀英", ((SECRETARY, SONGTAO),)),
    Worker("songtao1", "马振东", ((SECRETARY, SONGTAO_1),)),
    Worker("baihua", "梁志远", ((SECRETARY, BAIHUA),)),
    Worker("tingchao", "罗海燕", ((SECRETARY, TINGCHAO),)),
    Worker("guanhai", "谢春生", ((SECRETARY, GUANHAI),)),
    Worker("liuwan", "田福贵", ((SECRETARY, LIUWAN),)),
    Worker("shazhou", "潘玉莲", ((SECRETARY, SHAZHOU),)),
    Worker("yuanhang1", "石磊", ((SECRETARY, YUANHANG_1), (SECRETARY, YUANHANG_2))),
    Worker("haishi1", "余婷", ((SECRETARY, GRADUATES),)),
)

# 松涛社区第二党支部 and 凤栖社区 have nobody: 梧桐街道 acts for them.
VACANT = (SONGTAO_2, FENGQI)

SHOWN = (
    ("qingyun1", "转出：青云社区第一党支部书记 陈桂芳"),
    ("binjiang", "转出：滨江街道党工委经办人 陆永平"),
    ("wutong", "转入：梧桐街道党工委经办人 孙立军"),
    ("songtao", "转入：松涛社区书记 林秀英"),
    ("zuzhibu", "协调：望海区委组织部经办人 周文清"),
)
"""The five sign-ins that the demonstration proposes, and who they are."""


def places(branches: int) -> Iterator[Place]:
    """The tree from the top down, each community and village with so many branches."""
    for code, kind, parent, name in _TREE:
        yield Place(code, kind, parent, name, _party_name(code, kind, name))
        if code in _COMMUNITIES or code in _VILLAGES:
            for number in range(1, _branches_of(code, branches) + 1):
                yield _branch(code, name, number)


def branches_below(code: str, branches: int) -> list[str]:
    """The codes of an organization's branches."""
    return [f"{code}-{number}" for number in range(1, _branches_of(code, branches) + 1)]


def workers(branches: int) -> list[Worker]:
    """Everybody with a sign-in; branches beyond the first few are led by the secretary of the community."""
    led = {post for worker in _WORKERS for post in worker.posts}
    return [
        Worker(worker.name, worker.display_name, (*worker.posts, *_also(worker, branches, led))) for worker in _WORKERS
    ]


def _also(worker: Worker, branches: int, led: set[tuple[Role, str]]) -> Iterator[tuple[Role, str]]:
    for role, code in worker.posts:
        if role is SECRETARY and (code in _COMMUNITIES or code in _VILLAGES):
            below = ((SECRETARY, branch) for branch in branches_below(code, branches) if branch not in VACANT)
            yield from (post for post in below if post not in led)


def _branches_of(code: str, branches: int) -> int:
    return max(branches, 2) if code in (QINGYUN, SONGTAO) else branches


def _branch(code: str, name: str, number: int) -> Place:
    title = f"{name}第{_NUMBERS[number - 1]}党支部"
    above = _NAMES[code[: len(BINJIANG)]]
    return Place(f"{code}-{number}", "branch", code, title, f"中共{above}{title.removesuffix('党支部')}支部委员会")


def _party_name(code: str, kind: str, name: str) -> str:
    return _PARTY_NAMES.get(kind, "{name}").format(name=name, above=_NAMES.get(code[: len(BINJIANG)], ""))


_PARTY_NAMES = {
    "city": "中共云港市委组织部",
    "department": "中共云港市望海区委组织部",
    "street_committee": "中共云港市望海区{name}工作委员会",
    "town_committee": "中共云港市望海区{name}委员会",
    "community": "中共云港市望海区{above}{name}委员会",
    "village": "中共云港市望海区{above}{name}委员会",
    "base_committee": "中共{name}委员会",
    "branch": "中共{name}委员会",
}
