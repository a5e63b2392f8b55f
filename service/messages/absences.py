"""What stands in the way of days away and of who acts meanwhile."""

ABSENCES: dict[str, tuple[str, ...]] = {
    "substitute_is_oneself": ("代办人要是另一个人，换一位。",),
    "no_colleague": ("“%(name)s”不能代办：选同一上级党组织之内在办件的同事。", "选同一上级党组织之内在办件的同事。"),
    "substitutes_in_circle": (
        "%(name)s这几天也不在，由你或你代办的人代办，这样没有人办。换一位，或改日期。",
        "互相代办，这样没有人办。换一位。",
    ),
    "absence_ends_before_it_begins": ("最后一天早于第一天，核对日期。",),
    "absence_is_over": ("这几天已经过去，填今天或以后的日期。",),
    "absences_overlap": ("这几天已经设了代办人，先结束原来的，或改日期。",),
}  # fmt: skip
