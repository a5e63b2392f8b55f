"""What the rules of a mobile registration and its activity certificate have against a step."""

CERTIFICATES: dict[str, tuple[str, ...]] = {
    "certificate_mismatch": ("编号或日期与活动证不一致，对照活动证再填。",),
    "certificate_of_another": (
        "活动证 %(number)s 是另一名党员的，核对本人和证件。",
        "这是另一名党员的活动证，核对本人和证件。",
    ),
    "certificate_void": (
        "活动证 %(number)s 已于 %(lost_on)s 报失，不能再用。请本人出示补发的活动证。",
        "活动证 %(number)s 已于 %(ended_on)s 作废，不能再用。请与颁证的党组织核对。",
        "活动证 %(number)s 已作废，不能再用。请与颁证的党组织核对。",
        "这份活动证已作废，请与颁证的党组织核对。",
    ),
    "certificate_expired": (
        "活动证 %(number)s 有效期到 %(valid_until)s，已过期。请流出地党组织补发。",
        "活动证已过期，请流出地党组织补发。",
    ),
    "certificate_in_force": (
        "这名党员已有活动证 %(number)s（%(case)s）。先收回、报失或取消那一件。",
        "这名党员已有一份活动证。先收回、报失或取消那一件。",
    ),
    "certificate_number_taken": ("编号 %(number)s 已用过，对照活动证再填。", "这个编号已用过，对照活动证再填。"),
    "returns_before_leaving": ("预计返回日期早于外出日期，核对日期。",),
    "absence_over_max": (
        "短期外出不超过 %(months)s 个月，最晚 %(until)s 返回。时间更长的，颁发活动证或办理接转。",
        "短期外出不超过六个月。时间更长的，颁发活动证或办理接转。",
    ),
}
