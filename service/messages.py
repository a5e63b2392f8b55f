"""Every code of an error or a refusal, and the sentences a person reads: what is wrong, and what to do.

Sentences are message ids for gettext with named placeholders. Of several, the first whose values are all known is
said; the last one needs none and serves as the title of the problem.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from service import clock
from workflows import NEWEST
from workflows.codes import PARTIES
from workflows.everywhere import EVERYWHERE

_NAMED = re.compile(r"%\((\w+)\)s")
_LISTED = 6


class Word(str):
    """A label of ours among the values of a sentence: to be translated like the sentence."""

    __slots__ = ()


ERRORS: dict[str, tuple[str, ...]] = {
    "failed": ("这件事没有办成。",),
    "not_found": ("没有这个编号，或你所在组织不是办理方。",),
    "unauthenticated": ("请先登录，或在请求里带上有效的令牌。",),
    "sign_in_failed": ("登录名或密码不对。连续输错会暂停登录，忘了密码请找管理员重置。",),
    "not_permitted": ("你的身份不能办这件事。有几个身份的，换一个身份再试。",),
    "not_your_turn": (
        "这件由%(holder)s办理，你可以催办或留言。",
        "这一步不由你所在的组织办理，你可以催办或留言。",
    ),
    "version_required": ("没有说明看到的是第几版（If-Match），取最新情况后再办。",),
    "stale_version": (
        "这件事刚被%(winner)s办理过（%(at)s）。你填的内容没有提交，看过最新情况后再提交。",
        "内容刚被改动过，现在是第 %(version)s 版。看过最新情况后再提交。",
        "这件事刚被别人办理过，看过最新情况后再提交。",
    ),
    "wrong_state": (
        "办件现在是“%(state)s”，不能办理“%(action)s”。看过最新情况后再办。",
        "办件现在的状态不能这样办理，看过最新情况后再办。",
    ),
    "action_refused": ("按规定现在不能办理，原因逐条列出，处理后再办。",),
    "duplicate_open_case": (
        "已有一件在办：%(number)s（%(state)s，由%(holder)s办理）。先看那一件。",
        "已有一件在办：%(number)s（%(state)s）。先看那一件。",
        "这名党员已有一件在办，先看那一件。",
    ),
    "validation_failed": ("有内容要改，改好后再提交。",),
    "conflict": ("与已有的内容冲突，看过最新情况后再提交。",),
    "nudge_too_soon": (
        "%(at)s 已催办过，下一个工作日可再催。也可提请上级协调。",
        "这个工作日已催办过，下一个工作日可再催。也可提请上级协调。",
    ),
    "idempotency_key_required": ("请求要带 Idempotency-Key，1 到 100 个可见字符，重试时用同一个。",),
    "idempotency_key_reused": ("这个 Idempotency-Key 已用于另一个请求，换一个新的。",),
    "idempotency_in_progress": ("同一个请求正在办理，过几秒用同一个 Idempotency-Key 再取结果。",),
    "rate_limited": ("操作太频繁，等一分钟再试。",),
    "too_large": ("内容超过了大小限制，拆小后再传。",),
    "unsupported_file": ("不认识这种内容。接口的正文要用 application/json，导入文件要用 xlsx 或 csv。",),
    "commit_unknown": ("不能确定是否已经存上。用同一个请求再提交一次，不会重复办理。",),
    "bad_request": ("请求的格式不对，核对后再发。",),
    "method_not_allowed": ("这个地址不支持这种请求方法，支持的方法见 Allow。",),
    "form_expired": ("这一页开得太久，已经失效。刷新后再提交一次。",),
    "busy": ("别人正在办理同一件事，过几秒再试。",),
    "unavailable": ("系统暂时不能用，过几分钟再试。着急的可以先用纸质单办理，之后补录。",),
    "internal_error": (
        "系统出了问题，编号 %(reference)s。再试一次，还不行就把编号告诉管理员。",
        "系统出了问题。",
    ),
    "vault": ("密钥文件不能用，或有内容不是用这些密钥加密的。请管理员运行 transfer-desk doctor。",),
    "not_installed": ("还没有建好数据库，请管理员运行 transfer-desk init。",),
    "already_installed": ("已有建好的数据库，没有改动它。",),
    "schema_differs": ("数据库的结构与程序的版本不一致，请管理员运行 transfer-desk migrate。",),
    "rules_missing": ("数据库里保护台账的规则缺失或被停用，请管理员运行 transfer-desk doctor 查明。",),
    "wrong_keys": ("密钥文件不是这个数据库的，请管理员换回原来的密钥文件。",),
    "clock_refused": ("正式的数据库不能用 TRANSFER_DESK_NOW 设定时间，请管理员去掉这个设置。",),
    "demo_refused": (
        "%(path)s 已有别的数据库，没有动它。换一个 TRANSFER_DESK_HOME 再运行演示。",
        "已有别的数据库，没有动它。换一个 TRANSFER_DESK_HOME 再运行演示。",
    ),
    "demo_not_embedded": ("演示只用本机的文件数据库，去掉 TRANSFER_DESK_DATABASE_URL 再运行。",),
    "demo_size_differs": (
        "%(path)s 里的演示数据是 %(size)s 号的。删掉这个文件夹再运行，或换一个 TRANSFER_DESK_HOME。",
        "已有的演示数据是另一种大小。删掉它再运行，或换一个 TRANSFER_DESK_HOME。",
    ),
}
"""What went wrong as a whole."""

REFUSALS: dict[str, tuple[str, ...]] = {
    # The rules of transfers
    "missing_contact": ("没有联系电话，先补登党员的联系电话。",),
    "dues_behind": (
        "党费只交到 %(paid_through)s，先交到本月，或写明未交的原因和补交安排。",
        "没有党费交纳记录，登记交到哪个月，或写明原因和补交安排。",
    ),
    "reason_required": ("写明理由。",),
    "unknown_reason": ("没有“%(code)s”这个原因，从列表里选。", "没有这个原因，从列表里选。"),
    "destination_not_exact": (
        "“%(code)s”不能作为去向，选一个现有的、可以接收党员的组织，转出与转入不能是同一个。",
        "选一个现有的、可以接收党员的组织。",
    ),
    "validity_over_max": ("介绍信有效期填 1 到 %(max)s 天。", "介绍信有效期填 1 到 90 天。"),
    "letter_expired": (
        "介绍信有效期到 %(expires_on)s，已过期。请转出方补开。",
        "介绍信已过期，请转出方补开。",
    ),
    "letter_void": (
        "介绍信 %(number)s 已作废，由 %(replaced_by)s 代替。",
        "介绍信 %(number)s 已作废，请转出方确认。",
        "这份介绍信已作废，请转出方确认。",
    ),
    "letter_mismatch": ("编号或日期与介绍信不一致，对照介绍信再填。",),
    "letter_number_taken": ("编号 %(number)s 已用过，对照介绍信再填。", "这个编号已用过，对照介绍信再填。"),
    "receipt_mismatch": ("回执编号与介绍信不一致，对照介绍信再填。",),
    "conversion_unsettled": (
        "预备期 %(ended_on)s 已满，还没有转正结论。先办转正，或写明支部意见。",
        "预备期已满，还没有转正结论。先办转正，或写明支部意见。",
    ),
    "may_not_issue_letters": ("转出一方没有可以开介绍信的党委，请上级组织处理。",),
    "name_unconfirmed": ("党组织全称还没有确认，不能打印介绍信。先确认全称。",),
    "reissue_window_over": (
        "补开期限到 %(ended_on)s，已过。登记党委的决定后可以补开。",
        "已过补开期限，登记党委的决定后可以补开。",
    ),
    "revoke_window_over": ("办结已超过 %(days)s 天，不能撤销。可另办一件转回。", "已过撤销期限，可另办一件转回。"),
    "revoke_impossible": ("党员之后又有转接，或原组织已不存在，不能撤销。可另办一件。",),
    "already_decided": ("上级已作出决定，不能再次退拒，请按决定办理。",),
    "decision_required": ("写明决定内容。",),
    "consent_required": ("登记本人同意的日期，不晚于今天。",),
    "too_early": ("还不到时候，核对日期。",),
    "attachment_required": ("先上传附件。",),
    "wrong_state": ERRORS["wrong_state"],
    # Forms
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
    "calendar_too_short": ("没有一年的放假安排，一年至少要列出 %(min)s 天。", "没有一年的放假安排，把全年的都列出来。"),
    "out_of_range": ("要在 %(min)s 到 %(max)s 之间。", "超出了范围。"),
    # Members, organizations and sign-ins
    "unknown_organization": ("没有代码是“%(code)s”的组织，核对代码。", "没有这个组织，核对代码。"),
    "unknown_user": ("本组织没有登录名是“%(name)s”的经办人。", "本组织没有这名经办人。"),
    "not_external": ("转出组织在本平台上，由它发起转出。", "转出组织要是平台以外的组织。"),
    "takes_no_members": ("这个组织不能接收党员，选党支部或党组织。",),
    "id_number_taken": ("这个公民身份号码已登记过，先查找这名党员。",),
    "code_taken": ("代码“%(code)s”已有组织使用，换一个。", "代码已有组织使用，换一个。"),
    "kind_is_fixed": ("平台内外的组织不能互换类别，另建一个组织。",),
    "ends_before_it_begins": ("撤销日期早于成立日期，核对日期。",),
    "parent_is_below": ("上级不能是它自己或它的下级，另选上级。",),
    "party_name_missing": ("“%(code)s”还没有党组织全称，先填全称再确认。", "还没有党组织全称，先填全称再确认。"),
    "too_deep": ("组织层级太多，换一个上级。",),
    "still_has_members": ("还有 %(count)s 名党员，先转走：%(list)s。", "还有 %(count)s 名党员，先转走。", "还有党员。"),
    "still_has_open_cases": (
        "还有 %(count)s 件在办，先办结：%(list)s。", "还有 %(count)s 件在办，先办结。", "还有在办的办件。",
    ),
    "still_has_units": (
        "下面还有 %(count)s 个组织，先撤销或转走：%(list)s。", "下面还有组织，先撤销或转走。",
    ),
    "invalid_name": ("登录名不能有空格，最多 %(max)s 个字。", "登录名不能有空格。"),
    "name_taken": ("登录名“%(name)s”已有人用，换一个。", "登录名已有人用，换一个。"),
    "external_has_no_sign_ins": ("平台以外的组织没有登录账号，由登记一方代为办理。",),
    "incompatible_posts": ("一个人不能既是管理员又是审计员。",),
    "wrong_password": ("现在的密码不对。",),
    "password_unchanged": ("新密码与现在的相同，换一个。",),
    "password_too_short": ("密码至少 %(min)s 个字符。", "密码太短。"),
    "password_too_long": ("密码最多 %(max)s 个字符。", "密码太长。"),
    "password_is_name": ("密码不能与登录名相同，换一个。",),
}  # fmt: skip
"""What stands in the way, one thing each."""

_ALL = REFUSALS | ERRORS


def sentence(code: str, values: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """The most telling sentence for a code, with the values it names; a code without a sentence stays a code."""
    known = _sayable(values)
    sentences = _ALL.get(str(values.get("reason")) if code == "unauthenticated" else code) or _ALL.get(code, (code,))
    for text in sentences:
        names = _NAMED.findall(text)
        if all(name in known for name in names):
            return text, {name: known[name] for name in names}
    return sentences[-1], {}


def say(code: str, values: Mapping[str, Any], translate: Callable[[str], str]) -> str:
    """The sentence in the reader's language."""
    text, named = sentence(code, values)
    if not named:
        return translate(text)
    return translate(text) % {name: translate(word) if isinstance(word, Word) else word for name, word in named.items()}


def title(code: str) -> str:
    """The sentence that a code has whatever the values."""
    return _ALL.get(code, (code,))[-1]


def is_known(code: str) -> bool:
    """Whether the code has a sentence."""
    return code in _ALL


def _sayable(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values as a person reads them; what is empty is not said."""
    return {name: _said(name, value, values) for name, value in values.items() if value not in (None, "", [], ())}


def _said(name: str, value: Any, values: Mapping[str, Any]) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(clock.SHANGHAI).strftime("%m-%d %H:%M")
    if isinstance(value, Sequence) and not isinstance(value, str):
        shown = "、".join(str(part) for part in value[:_LISTED])
        return f"{shown} …" if len(value) > _LISTED else shown
    if name in ("state", "action"):
        return Word(_label(name, str(value), str(values.get("number", ""))))
    return Word(PARTIES[value]) if name == "party" and value in PARTIES else value


def _label(name: str, value: str, number: str) -> str:
    """The label of a state or action, in the workflow whose prefix the case's number bears."""
    for workflow in NEWEST.values():
        found = (workflow.states if name == "state" else workflow.actions).get(value)
        if found is not None and number.startswith(workflow.prefix):
            return found.label
    return EVERYWHERE[value].label if value in EVERYWHERE else value
