"""Long work as it is shown while it lasts."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _

from service.models import Job

REFRESH_SECONDS = 2


@dataclass(frozen=True)
class Progress:
    """As `_parts/progress.html` draws it; `total` None is not known yet."""

    label: str
    detail: str
    done: int
    total: int | None


def progress_of(job: Job, label: str) -> Progress | None:
    """How far it is; nothing once it is over."""
    if job.state not in ("waiting", "running"):
        return None
    if job.state == "waiting":
        detail = _("排队等待，前面的做完就开始。")
    elif job.total:
        detail = _("已完成 %(done)s，共 %(total)s。", done=job.done, total=job.total)
    else:
        detail = _("刚刚开始。")
    return Progress(label, detail, job.done, job.total)
