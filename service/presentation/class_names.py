"""What the classes of members are called (queries.member_classes)."""

from flask_babel import lazy_gettext as _l

CLASSES = {
    "affiliated": _l("组织关系在这里"),
    "away": _l("外出流动"),
    "takes_part_elsewhere": _l("也在别处参加活动"),
    "two_way_registration": _l("双向登记"),
    "dual_management": _l("双重管理"),
    "hosted": _l("流入"),
    "arriving": _l("待编入支部"),
    "affiliation_unknown": _l("组织关系不明"),
}
