"""The code lists that fields choose from. A code is frozen once released; its label is translated."""

REFUSAL_REASONS: dict[str, tuple[str, bool]] = {
    "not_our_area": ("不属于本地接收范围", True),
    "identity_doubtful": ("党员身份有疑问", True),
    "file_incomplete": ("档案材料不全", True),
    "no_household_registration": ("没有本地户口", False),
    "no_house": ("没有本地住房", False),
    "too_many_members": ("党员人数已多", False),
    "other": ("其他", True),
}
"""Reasons for refusing, each with whether the rules know it as a ground (教育管理工作条例第二十五条)."""

CASE_REASONS: dict[str, str] = {
    "job_change": "工作单位变动",
    "graduation": "毕业",
    "retirement": "退休",
    "discharge": "退役",
    "moved_home": "居住地变动",
    "resettlement": "安置搬迁",
    "unit_dissolved": "单位撤销",
    "study": "学习深造",
    "other": "其他",
}

DUAL_REASONS: dict[str, str] = {
    "resettlement": "安置搬迁",
    "economic_interest": "担心影响原村的经济利益",
    "moved_home": "居住地变动",
    "in_service": "在职，组织关系在工作单位",
    "other": "其他",
}
"""Why somebody belongs to one unit and takes part in another."""

SETUP_MODES: dict[str, str] = {
    "territorial": "属地管理",
    "nearby_joint": "就近组建",
    "stand_alone": "单独组建",
}
"""How the organization of a new community is set up (先行组建、灵活处置)."""

VOID_REASONS: dict[str, str] = {
    "opened_in_error": "误开",
    "deceased": "党员去世",
    "membership_ended": "党籍终止",
}

CHANNELS: dict[str, str] = {
    "in_person": "本人携带",
    "sent_by_organization": "组织派人",
    "confidential_post": "机要交通",
    "post": "邮寄",
    "fax": "传真",
    "online": "网上",
}

ANSWERS: dict[str, str] = {"agreed": "同意", "objected": "有不同意见"}

DUAL_KINDS: dict[str, str] = {"dual_management": "双重管理", "two_way_registration": "双向登记"}

SEXES: dict[str, str] = {"male": "男", "female": "女"}

MEMBER_STATUSES: dict[str, str] = {"full": "正式党员", "probationary": "预备党员"}

DESTINATION_RULES: dict[str, str] = {
    "employer": "有稳定工作单位的，转到单位党组织",
    "residence": "没有稳定工作单位的，转到居住地党组织",
    "other": "另有安排",
}

ROUTES: dict[str, str] = {
    "same_street": "同一街道",
    "same_district": "区内",
    "same_city": "市内",
    "same_province": "省内",
    "other_province": "跨省",
    "graduate_batch": "毕业生",
}

PARTIES: dict[str, str] = {
    "outflow": "转出党组织",
    "outflow_committee": "转出基层党委",
    "street": "接收党（工）委",
    "receiving": "接收党组织",
    "department": "县级党委组织部",
    "home": "流出地党组织",
    "host": "流入地党组织",
}

CODE_LISTS: dict[str, dict[str, str]] = {
    "refusal": {code: label for code, (label, _) in REFUSAL_REASONS.items()},
    "reason": CASE_REASONS,
    "dual_reason": DUAL_REASONS,
    "void": VOID_REASONS,
    "sent_via": CHANNELS,
    "answer": ANSWERS,
    "dual_kind": DUAL_KINDS,
    "sex": SEXES,
    "member_status": MEMBER_STATUSES,
    "setup_mode": SETUP_MODES,
    "destination_rule": DESTINATION_RULES,
    "route": ROUTES,
    "party": PARTIES,
}


def is_ground(code: str) -> bool:
    """Whether the rules know this reason as a ground for refusing."""
    return REFUSAL_REASONS.get(code, ("", True))[1]
