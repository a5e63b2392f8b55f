"""What is wrong with a receipt that a unit outside hands in by a link."""

RECEIPTS: dict[str, tuple[str, ...]] = {
    "receipt_link_over": ("这个回执链接已不能用，请看页面上的说明。",),
    "receipt_day": ("填签收盖章的那一天，不早于介绍信开具日期 %(since)s，不晚于今天。", "填签收盖章的那一天。"),
    "receipt_photo_required": ("拍一张盖好章的回执，选它再提交。",),
}
