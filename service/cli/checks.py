"""What `doctor` looks at: one line a check, with what to do about it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import select

from service import clock
from service.casework.desks import refresh_desks
from service.config import Config
from service.db import Database, Transaction
from service.installation import get_setting, kind_of
from service.models import Organization
from service.queries import health
from service.queries.alerts import expired_letters, unheard, unknown_deliveries
from service.queries.calendar import missing_years
from service.queries.flow_checks import reports_that_do_not_add_up
from service.queries.flow_reports import units_without_street
from service.schema import current_revision, newest_revision
from service.triggers import missing_triggers

_SHOWN = 5


@dataclass(frozen=True)
class Found:
    """What a check found: `ok`, `warning` or `failure`, and what to do where it is not the first."""

    check: str
    status: Literal["ok", "warning", "failure"]
    detail: str
    advice: str = ""


def examine(database: Database, config: Config) -> Iterator[Found]:
    """Every check in turn. Those that read tables are left out while the schema is another."""
    schema = _schema(database)
    yield schema
    if schema.status != "ok":
        return
    yield _triggers(database)
    with database.read() as tx:
        yield _keys(tx)
        yield _clock(tx)
        for check in _CHECKS:
            yield check(tx, config)
    yield _desks(database)


def _schema(database: Database) -> Found:
    current, newest = current_revision(database.engine), newest_revision()
    if current == newest:
        return Found("schema", "ok", f"结构是最新的：{newest}")
    return Found("schema", "failure", f"结构是 {current}，程序要 {newest}", "运行 transfer-desk migrate")


def _triggers(database: Database) -> Found:
    missing = missing_triggers(database.engine)
    if not missing:
        return Found("rules", "ok", "保护留痕的规则都在")
    advice = "查明是谁去掉的，运行 transfer-desk audit verify，再从备份恢复"
    return Found("rules", "failure", f"缺少规则：{_some(missing)}", advice)


def _keys(tx: Transaction) -> Found:
    if get_setting(tx, "key_check") != tx.vault.commitment("key_check") or not health.opens_sealed_data(tx):
        return Found("keys", "failure", "密钥文件不是这个数据库的", "换回原来的密钥文件（TRANSFER_DESK_KEY_FILE）")
    return Found("keys", "ok", "密钥能打开加密的内容")


def _clock(tx: Transaction) -> Found:
    if clock.is_set() and kind_of(tx) == "production":
        return Found("clock", "failure", "正式的数据库设定了时间", f"去掉 {clock.VARIABLE}")
    return Found("clock", "ok", f"现在是 {tx.now.astimezone(clock.SHANGHAI):%Y-%m-%d %H:%M}")


def _calendar(tx: Transaction, _config: Config) -> Found:
    missing = missing_years(tx)
    if not missing:
        return Found("calendar", "ok", "今年和明年的放假安排都有")
    advice = "公布以后运行 transfer-desk calendar import FILE；在那之前，落在那一年的期限是暂定的"
    return Found("calendar", "warning", f"没有 {'、'.join(map(str, missing))} 年的放假安排", advice)


def _worker(tx: Transaction, _config: Config) -> Found:
    waiting = health.alerts_waiting(tx) + len(expired_letters(tx, tx.today)) + health.jobs_waiting(tx)
    if not waiting:
        return Found("worker", "ok", "该发的提醒都发了，后台任务没有积压")
    advice = "看 transfer-desk worker 是否在运行，或由定时任务运行 transfer-desk worker --once"
    return Found("worker", "warning", f"有 {waiting} 项到期的提醒或后台任务没有处理", advice)


def _unheard(tx: Transaction, _config: Config) -> Found:
    found = [f"{item.case}（{item.rung}）" for item in unheard(tx)]
    if not found:
        return Found("unheard", "ok", "到期的都有人收到提醒")
    advice = "给经办组织或它的上级建账号（transfer-desk users create）"
    return Found("unheard", "failure", f"到期了没有人收提醒：{_some(found)}", advice)


def _vacancies(tx: Transaction, _config: Config) -> Found:
    found = health.vacancies(tx)
    nobody = [f"{vacancy.name}（{vacancy.cases} 件）" for vacancy in found if vacancy.desk is None]
    if nobody:
        return Found("vacancies", "failure", f"轮到办理但没有人：{_some(nobody)}", "给它或它的上级建账号")
    stood_in = [f"{vacancy.name}（{vacancy.cases} 件，{vacancy.desk}代办）" for vacancy in found]
    if stood_in:
        return Found("vacancies", "warning", f"由上级代办：{_some(stood_in)}", "给这些组织建账号")
    return Found("vacancies", "ok", "轮到办理的组织都有人")


def _still(tx: Transaction, _config: Config) -> Found:
    found = health.cases_that_lie_still(tx)
    if found:
        return Found("stillness", "failure", f"在办但没有经办或期限：{_some(found)}", "把编号告诉开发人员")
    return Found("stillness", "ok", "在办的都有经办和期限")


def _members(tx: Transaction, _config: Config) -> Found:
    found = health.members_nobody_answers_for(tx)
    if found:
        return Found("members", "failure", f"没有组织管理的党员：{_some(found)}", "把编号告诉开发人员")
    return Found("members", "ok", "每名党员都有负责管理的组织")


def _mail(tx: Transaction, config: Config) -> Found:
    unsure = [f"{mail.case} 给{mail.user}（{mail.state}）" for mail in unknown_deliveries(tx)]
    if unsure:
        return Found("mail", "warning", f"不知道送到没有：{_some(unsure)}", "问收信人，或当面告知；不会自动重发")
    if not config.smtp_url:
        return Found("mail", "ok", "没有设 TRANSFER_DESK_SMTP_URL，提醒只在系统里")
    waiting = health.mail_waiting(tx)
    if waiting:
        return Found("mail", "warning", f"有 {waiting} 封没有发出", "看 worker 是否在运行，邮件服务器是否正常")
    return Found("mail", "ok", "邮件都发了")


def _names(tx: Transaction, _config: Config) -> Found:
    number = health.unconfirmed_names(tx)
    if number:
        advice = "由各级经办人在“组织”里逐个或成批确认；没确认的不能打印介绍信"
        return Found("names", "warning", f"有 {number} 个可以开介绍信的组织，党组织全称没有确认", advice)
    return Found("names", "ok", "可以开介绍信的组织，全称都确认了")


def _reports(tx: Transaction, _config: Config) -> Found:
    wrong = reports_that_do_not_add_up(tx)
    if wrong:
        return Found("reports", "failure", f"报告的数字与留痕不符：{_some(wrong)}", "查明是谁改的，再从备份恢复")
    found = units_without_street(tx)
    if found:
        advice = "给它们在组织里设一个上级街道、乡镇党委，或者关掉按季度上报"
        return Found("reports", "warning", f"上面没有街道、乡镇，不上报流入流出情况：{_some(found)}", advice)
    return Found("reports", "ok", "社区、村都有街道、乡镇收报告")


_CHECKS: Sequence[Callable[[Transaction, Config], Found]] = (
    _calendar, _worker, _unheard, _vacancies, _still, _members, _reports, _mail, _names,
)  # fmt: skip


class _Compared(Exception):
    """Takes the codes of organizations out of a transaction that is to leave no trace."""

    def __init__(self, codes: list[str]) -> None:
        super().__init__(codes)
        self.codes = codes


def _desks(database: Database) -> Found:
    try:
        database.transact(_compare_desks)
    except _Compared as compared:
        if compared.codes:
            advice = "给其中一个组织增减一次岗位，代办关系会重新算；并把代码告诉开发人员"
            return Found("desks", "failure", f"代办关系与岗位不符：{_some(compared.codes)}", advice)
    return Found("desks", "ok", "代办关系与岗位相符")


def _compare_desks(tx: Transaction) -> None:
    before = _desks_now(tx)
    refresh_desks(tx)
    after = _desks_now(tx)
    raise _Compared([code for code, desks in after.items() if desks != before[code]])


def _desks_now(tx: Transaction) -> dict[str, tuple[int | None, ...]]:
    columns = (
        Organization.branch_desk_id, Organization.committee_desk_id, Organization.department_desk_id,
        Organization.superior_desk_id,
    )  # fmt: skip
    return {code: tuple(desks) for code, *desks in tx.session.execute(select(Organization.code, *columns))}


def _some(words: Sequence[str]) -> str:
    more = f" 等 {len(words)} 项" if len(words) > _SHOWN else ""
    return "、".join(words[:_SHOWN]) + more
