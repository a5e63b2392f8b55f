"""What the rules of a transfer, a registration and its letters have against a step."""

RULES: dict[str, tuple[str, ...]] = {
    "missing_contact": ("没有联系电话，先补登党员的联系电话。",),
    "dues_behind": (
        "党费只交到 %(paid_through)s，先交到本月，或写明未交的原因和补交安排。",
        "没有党费交纳记录，登记交到哪个月，或写明原因和补交安排。",
    ),
    "reason_required": ("写明理由。",),
    "unknown_reason": ("没有“%(code)s”这个原因，从列表里选。", "没有这个原因，从列表里选。"),
    "destination_not_exact": (
        "不能选“%(code)s”。选一个现有的、可以接收党员的组织，两方不能是同一个。",
        "选一个现有的、可以接收党员的组织。",
    ),
    "validity_over_max": ("介绍信有效期填 1 到 %(max)s 天。", "介绍信有效期填 1 到 90 天。"),
    "letter_expired": (
        "介绍信有效期到 %(expires_on)s，已过期。请转出方补开。",
        "介绍信已过期，请转出方补开。",
    ),
    "letter_void": (
        "介绍信 %(number)s 已作废，由 %(replaced_by)s 代替。",
        "介绍信 %(number)s 已作废，请转出方确认。",
        "这份介绍信已作废，请转出方确认。",
    ),
    "letter_mismatch": ("编号或日期与介绍信不一致，对照介绍信再填。",),
    "letter_number_taken": ("编号 %(number)s 已用过，对照介绍信再填。", "这个编号已用过，对照介绍信再填。"),
    "receipt_mismatch": ("回执编号与介绍信不一致，对照介绍信再填。",),
    "conversion_unsettled": (
        "预备期 %(ended_on)s 已满，还没有转正结论。先办转正，或写明支部意见。",
        "预备期已满，还没有转正结论。先办转正，或写明支部意见。",
    ),
    "may_not_issue_letters": ("转出一方没有可以开介绍信的党委，请上级组织处理。",),
    "name_unconfirmed": (
        "“%(name)s”的党组织全称还没有确认，不能打印介绍信。请%(who)s的经办人先确认全称。",
        "“%(name)s”的党组织全称还没有确认，不能打印介绍信。请上级先确认全称。",
        "党组织全称还没有确认，不能打印介绍信。先确认全称。",
    ),
    "glyph_missing": (
        "“%(text)s”里的“%(character)s”，本机字库没有这个字，不能打印。请核对这个字，或手写填开介绍信。",
        "有一个字本机字库没有，不能打印。请核对这个字，或手写填开介绍信。",
    ),
    "reissue_window_over": (
        "补开期限到 %(ended_on)s，已过。登记党委的决定后可以补开。",
        "已过补开期限，登记党委的决定后可以补开。",
    ),
    "revoke_window_over": ("办结已超过 %(days)s 天，不能撤销。可另办一件转回。", "已过撤销期限，可另办一件转回。"),
    "revoke_impossible": ("党员之后又有转接，或原组织已不存在，不能撤销。可另办一件。",),
    "already_decided": ("上级已作出决定，不能再次退拒，请按决定办理。",),
    "decision_required": ("写明决定内容。",),
    "consent_required": ("登记本人同意的日期，不晚于今天。",),
    "belongs_to_neither": ("党员的组织关系不在这两个组织，核对双方是哪两个组织。",),
    "too_early": (
        "最后一次参加活动或交纳党费是 %(last_proof)s，满六个月（%(until)s）才能报上级。",
        "还不到时候，核对日期。",
    ),
    "derived_category": ("这一类由系统按党费、活动和转接的日期得出，不能手工选。",),
    "not_yet": ("%(on)s 还没有到，填已经发生的日期。", "日期还没有到，填已经发生的日期。"),
    "date_has_passed": ("%(on)s 已经过去，填今天或以后的日期。", "日期已经过去，填今天或以后的日期。"),
    "asks_itself": ("问的就是本组织，选原来所在的另一个组织。",),
    "too_few_tries": (
        "没有联系上的记录有 %(tries)s 次、%(ways)s 种方式，至少要 %(tries_needed)s 次、%(ways_needed)s 种方式。",
        "先用两种以上的方式联系三次，都登记下来。",
    ),
    "no_place_yet": ("还没有编入支部、报到登记或备案，先把组织关系落实到一个组织。",),
    "place_stands": ("落实的办件还有效，不用重新跟进。",),
    "attachment_required": ("先上传附件。",),
}  # fmt: skip
