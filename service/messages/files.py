"""What is wrong, unclear or odd in a row of a file."""

FILES: dict[str, tuple[str, ...]] = {
    "other_rows_rejected": ("这一行没有问题，改好别的行后整份再导入。",),
    "unknown_parent": ("没有代码是“%(code)s”的上级组织，核对代码，或把它也写进文件。", "没有这个上级组织，核对代码。"),
    "id_number_is_a_number": ("表格把号码存成了数字，末几位已丢失。把这一列设为文本，重新填写号码。",),
    "id_number_missing": ("没有公民身份号码，无法确认是谁。补上号码再导入。",),
    "duplicate_in_file": ("公民身份号码与第 %(row)s 行相同，核对两行。", "公民身份号码与前面一行相同，核对两行。"),
    "known_elsewhere": ("这名党员由别的组织管理，花名册不能改。要转入的，请发起接转。",),
    "name_differs": (
        "号码已登记，但姓名不是“%(name)s”。核对姓名和号码。",
        "号码已登记在另一个姓名下，核对姓名和号码。",
    ),
    "month_one_or_ten": (
        "表格把日期存成了数字，可能是 %(candidates)s。把这一列设为文本，写全月份。",
        "表格把日期存成了数字，分不清 1 月和 10 月。把这一列设为文本，写全月份。",
    ),
    "ambiguous_organization": ("有几个组织叫“%(name)s”，改填组织代码。", "有几个组织同名，改填组织代码。"),
    "organization_not_exact": ("“%(name)s”不是组织的全称，填全称或组织代码。", "不是组织的全称，填全称或组织代码。"),
    "organization_differs": ("登记的组织与花名册不同，没有改动。要转走的，请发起接转。",),
    "birth_date_differs_from_id_number": ("出生年月与公民身份号码不一致，请核对。",),
    "sex_differs_from_id_number": ("性别与公民身份号码不一致，请核对。",),
    "joined_before_eighteen": ("入党时不满十八岁，请核对日期。",),
    "converted_before_joined": ("转正时间早于入党时间，请核对日期。",),
    "probationary_though_converted": ("有转正时间，人员类别却是预备党员，请核对。",),
    "date_in_the_future": ("有日期还没有到，请核对。",),
    "status_inferred": ("没有人员类别，有预备期满，按预备党员登记。",),
    "several_phones": ("有几个电话，只留一个。",),
    "too_many_rows": ("超过 %(max)s 行，一次拿不了这么多。缩小筛选范围再试。", "行数太多，缩小筛选范围再试。"),
    "not_kept": ("备注、流动情况不导入。",),
}
