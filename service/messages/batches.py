"""What stands in the way of opening the cases of a roster."""

BATCHES: dict[str, tuple[str, ...]] = {
    "destination_missing": ("没有写转到哪里。补上转入组织，或给整批选一个。",),
    "too_many_in_batch": ("一批最多 %(max)s 人，拆成几批再上传。", "人太多，拆成几批再上传。"),
    "nothing_to_open": ("没有可以发起的行。按检查结果改好，再发起。",),
    "no_such_case": ("没有 %(number)s 这件转接，或不在你的办理范围。", "没有这件转接，或不在你的办理范围。"),
    "not_on_the_roster": ("这批名册上没有还在等的这个人。核对批次，或不写批次。",),
    "another_person": ("%(number)s 是另一个人的。核对姓名和身份证号。", "这件是另一个人的。核对姓名和身份证号。"),
    "case_counted_already": ("%(number)s 已经算在一批里。", "这件已经算在一批里。"),
}
