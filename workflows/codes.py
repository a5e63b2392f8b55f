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
    "work_away": "外出务工经商",
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

CATEGORIES: dict[str, str] = {
    "letter_not_presented": "介绍信开出未报到",
    "accepted_unplaced": "已接收未编入支部",
    "no_receiving_unit": "没有组织接收",
    "graduate_waiting": "毕业待落实",
    "veteran": "退役待落实",
    "reemployed_retiree": "退休后再就业",
    "laid_off": "下岗失业",
    "relocated": "迁居",
    "floating_talent": "流动人才",
    "migrant_worker": "外出务工经商",
    "affiliation_unknown": "组织关系不明",
    "study_abroad": "出国（境）学习",
    "inactive_signals": "党费、活动、转接中断六个月",
}
"""Why somebody is followed up."""

CONTACT_WAYS: dict[str, str] = {
    "phone": "电话",
    "message": "短信、微信",
    "visit": "上门",
    "letter": "信函",
    "relatives": "亲属、邻居",
    "unit": "工作单位、学校",
    "other": "其他方式",
}

CONTACT_RESULTS: dict[str, str] = {
    "reached": "联系上了",
    "not_reached": "没联系上",
    "decided": "去向已定",
    "needs_coordination": "需要协调",
}

NOT_MOVING: dict[str, str] = {
    "economic_interest": "担心影响原村的经济利益",
    "attachment": "不愿离开原组织",
    "trouble": "嫌手续麻烦",
    "attends_old_unit": "称在原单位参加组织生活",
    "other": "其他",
}
"""Why a member who was reached does not move the relation."""

UNIT_ANSWERS: dict[str, str] = {
    "attends_here": "是本组织党员，在这里参加组织生活",
    "moved_on": "已转往别处",
    "left": "已离开，去向不明",
    "not_a_member": "不是本组织党员",
}

SEXES: dict[str, str] = {"male": "男", "female": "女"}

MEMBER_STATUSES: dict[str, str] = {"full": "正式党员", "probationary": "预备党员"}

DESTINATION_RULES: dict[str, str] = {
    "employer": "有稳定工作单位的，转到单位党组织",
    "residence": "没有稳定工作单位的，转到居住地党组织",
    "other": "另有安排",
}

CREDENTIALS: dict[str, str] = {
    "nothing": "不用开具凭证",
    "proof_letter": "党员证明信",
    "certificate": "流动党员活动证",
    "transfer": "组织关系接转",
}
"""Which paper a member needs who is away (workflows.credentials)."""

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
    "keeper": "跟进党组织",
    "asked": "原单位",
    "community": "社区（村）党组织",
}

CODE_LISTS: dict[str, dict[str, str]] = {
    "refusal": {code: label for code, (label, _) in REFUSAL_REASONS.items()},
    "reason": CASE_REASONS,
    "dual_reason": DUAL_REASONS,
    "void": VOID_REASONS,
    "sent_via": CHANNELS,
    "answer": ANSWERS,
    "dual_kind": DUAL_KINDS,
    "follow_up_category": CATEGORIES,
    "contact_way": CONTACT_WAYS,
    "contact_result": CONTACT_RESULTS,
    "not_moving": NOT_MOVING,
    "unit_answer": UNIT_ANSWERS,
    "sex": SEXES,
    "member_status": MEMBER_STATUSES,
    "setup_mode": SETUP_MODES,
    "destination_rule": DESTINATION_RULES,
    "route": ROUTES,
    "credential": CREDENTIALS,
    "party": PARTIES,
}


def is_ground(code: str) -> bool:
    """Whether the rules know this reason as a ground for refusing."""
    return REFUSAL_REASONS.get(code, ("", True))[1]
