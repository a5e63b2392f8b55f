"""What stands in the way of work on many cases at once."""

BULK: dict[str, tuple[str, ...]] = {
    "nothing_chosen": ("还没有选办件。勾选要办的，再点下一步。",),
    "no_action_chosen": ("还没有选要办的事。在列表下面选一项，再点下一步。",),
    "too_many_cases": ("一次最多办 %(max)s 件，分几次办。", "选得太多，分几次办。"),
    "case_chosen_twice": ("同一件选了两次，只留一次。",),
    "number_missing": ("照纸上的填编号，不办的去掉勾。",),
}
