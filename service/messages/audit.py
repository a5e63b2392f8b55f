"""What is wrong with a history, or with the case it belongs to."""

AUDIT: dict[str, tuple[str, ...]] = {
    "gap": ("序号不连续",),
    "chain_broken": ("与上一条接不上",),
    "line_changed": ("内容与指纹不符",),
    "columns_changed": ("查询用的列与内容不符",),
    "words_changed": ("当事人写的文字与指纹不符",),
    "illegal_step": ("这一步不是流程允许的",),
    "lines_missing": ("缺少记录",),
    "state_differs": ("办件的状态与最后一条记录不符",),
    "unreadable": ("内容读不出来",),
    "case_missing": ("记录还在，办件不见了",),
}
