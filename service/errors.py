"""What can go wrong, as one family. The docstring of a class is its default sentence; `code` is stable."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from workflows.vocabulary import Refusal


class DeskError(Exception):
    """这件事没有办成。"""

    code = "failed"

    def __init__(self, refusals: Sequence[Refusal] = (), **values: Any) -> None:
        super().__init__(self.code, values)
        self.refusals = tuple(refusals)
        self.values: Mapping[str, Any] = values


class NotFound(DeskError):
    """没有找到,或不在你的办理范围。"""

    code = "not_found"


class Unauthenticated(DeskError):
    """请先登录。"""

    code = "unauthenticated"


class NotPermitted(DeskError):
    """你的身份不能办理这件事。"""

    code = "not_permitted"


class NotYourTurn(DeskError):
    """这一步不由你所在的组织办理。可以催办或留言。"""

    code = "not_your_turn"


class VersionRequired(DeskError):
    """没有说明看到的是第几版,请刷新后再办。"""

    code = "version_required"


class StaleVersion(DeskError):
    """这件事刚被别人办理过。你填的内容还在,看过最新情况后再提交。"""

    code = "stale_version"


class WrongState(DeskError):
    """办件现在的状态不能这样办理。"""

    code = "wrong_state"


class ActionRefused(DeskError):
    """按规定现在不能办理。"""

    code = "action_refused"


class DuplicateOpenCase(DeskError):
    """这名党员已有一件在办,先看那一件。"""

    code = "duplicate_open_case"


class ValidationFailed(DeskError):
    """有内容要改。"""

    code = "validation_failed"


class Conflict(DeskError):
    """与已有的内容冲突。"""

    code = "conflict"


class NudgeTooSoon(DeskError):
    """今天已经催办过,下一个工作日可再催。"""

    code = "nudge_too_soon"


class IdempotencyKeyRequired(DeskError):
    """这个请求需要带 Idempotency-Key。"""

    code = "idempotency_key_required"


class IdempotencyKeyReused(DeskError):
    """这个 Idempotency-Key 已用于另一个请求。"""

    code = "idempotency_key_reused"


class IdempotencyInProgress(DeskError):
    """同一个请求正在办理,请稍等再取结果。"""

    code = "idempotency_in_progress"


class RateLimited(DeskError):
    """请求太频繁,请稍等。"""

    code = "rate_limited"


class TooLarge(DeskError):
    """内容太大。"""

    code = "too_large"


class UnsupportedFile(DeskError):
    """不认识这种文件。"""

    code = "unsupported_file"


class CommitUnknown(DeskError):
    """不能确定是否已经保存。请用同一个请求再试一次,不会重复办理。"""

    code = "commit_unknown"
