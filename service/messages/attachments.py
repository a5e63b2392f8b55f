"""What is wrong with a file that is added to a case, and with a receipt that comes from outside."""

ATTACHMENTS: dict[str, tuple[str, ...]] = {
    "file_empty": ("文件是空的。重新选一个文件。",),
    "attachment_kind": (
        "只收 jpg、png 照片和 pdf、xlsx、docx 文件。这个文件的内容不是这几种，只改文件名没有用。另存后再上传。",
    ),
    "attachment_heic": ("这是 HEIC 格式的照片。另存为 jpg 再上传，或在手机的相机设置里选“兼容性最佳”后再拍。",),
    "attachment_old_office": ("这是旧格式的 doc、xls，或设了密码。去掉密码，另存为 docx、xlsx 或 PDF 再上传。",),
    "attachment_damaged": ("文件不完整或已损坏，打不开。重新拍照、保存或复制一份再上传。",),
    "attachment_runs": ("文件带宏、脚本或嵌入的对象，不收。另存为 PDF 再上传。",),
    "attachment_points_elsewhere": ("文件引用了别处的模板、图片或数据，不收。另存为 PDF 再上传。",),
    "attachment_too_large": ("文件超过 %(max)s MB，不收。压缩或拆成几份再上传。", "文件太大，不收。压缩再上传。"),
    "attachment_too_many_pixels": ("照片的像素太多，不收。用普通模式重新拍一张再上传。",),
    "attachments_full": ("这件已有 %(max)s 个附件，先撤下不再需要的。", "附件太多，先撤下不再需要的。"),
}
