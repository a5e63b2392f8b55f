"""What is wrong with what was filled in, sent or uploaded."""

FORMS: dict[str, tuple[str, ...]] = {
    "required": ("这一项要填。",),
    "too_long": ("最多 %(max)s 个字，删短一些。", "太长了，删短一些。"),
    "invalid_text": ("有不能保存的字符，重新输入文字。",),
    "not_a_choice": ("只能填：%(choices)s。", "不在可选的范围内，从列表里选。"),
    "invalid_date": ("日期不对，例如 2026-11-24。",),
    "invalid_month": ("填到月份，例如 2026-11。",),
    "invalid_quarter": ("填到季度，例如 2026-Q4。",),
    "invalid_integer": ("填整数。",),
    "invalid_boolean": ("填 true 或 false（是或否）。",),
    "invalid_id_number": ("公民身份号码不对，请对照身份证检查。",),
    "invalid_phone": ("电话号码不对，填手机号或带区号的座机号。",),
    "unknown_field": ("没有这一项，去掉它，或核对名称。",),
    "invalid_body": ("正文要是一个 JSON 对象。",),
    "invalid_json": ("正文不是有效的 JSON，核对后再发。",),
    "too_nested": ("正文嵌套太深，最多 20 层。",),
    "invalid_cursor": ("翻页标记不对，从第一页重新取。",),
    "invalid_sort": ("不能这样排序，可用：%(choices)s。", "不能这样排序。"),
    "no_calendar_line": (
        "第 %(row)s 行“%(text)s”不是“日期、休或班、节日名”，改好再提交。",
        "有一行不是“日期、休或班、节日名”，改好再提交。",
    ),
    "calendar_too_short": ("没有一年的放假安排，一年至少要列出 %(min)s 天。", "没有一年的放假安排，把全年的都列出来。"),
    "invalid_millimetres": ("填毫米数，例如 1.5 或 -2，最多 30 毫米。",),
    "invalid_number_scheme": (
        "编号里要有一个 %(drawn)s，还要有 %(year)s 或 %(short_year)s；另外只能用 %(issuer)s。编号不能超过 60 个字。",
        "编号里要有年份和号码，各一个。",
    ),
    "number_already_drawn": ("今年已经开到第 %(last)s 号，下一封只能更大。", "这个号码今年已经用过，填更大的。"),
    "another_person": ("%(number)s 是另一个人的办件，核对编号。", "那一件是另一个人的，核对编号。"),
    "out_of_range": ("要在 %(min)s 到 %(max)s 之间。", "超出了范围。"),
}  # fmt: skip
