"""What a mail says, and what it never says."""

import base64
import re

import pytest
from sqlalchemy import update

from service import clock
from service.alerts.line import Outlet
from service.alerts.mail import deliver
from service.alerts.outbox import make_deliveries
from service.alerts.sweep import raise_alerts
from service.casework.speak import add_comment, nudge
from service.models import User
from tests.service.alerts.conftest import give_addresses

SECRET = "这句话只有办理的人能看"


@pytest.fixture
def driver(sqlite_driver):
    return sqlite_driver


@pytest.fixture
def mails(driver, database, mail_config, smtp_server, set_now):
    """Every kind of mail about one case, each to the street or the department, by its subject."""
    number = driver.drive_to("outflow_review")
    database.transact(lambda tx: nudge(tx, driver.actor("branch"), number, SECRET))
    database.transact(lambda tx: add_comment(tx, driver.actor("branch"), number, SECRET))
    give_addresses(database, "street", "department", "second_street")
    set_now("2026-11-24T09:01:00+08:00")
    make_deliveries(database, clock.now())
    deliver(database, mail_config, clock.now())
    set_now("2026-12-17T09:00:00+08:00")
    raise_alerts(database, clock.now())
    make_deliveries(database, clock.now())
    deliver(database, mail_config, clock.now())
    return {mail.subject: mail for mail in smtp_server.messages}


def test_the_subject_says_what_is_awaited_and_by_when(mails):
    assert sorted(mails) == sorted([
        "【接转台】ZJ-2026-0001：提交，现在是“转出审核”",
        "【接转台】催办：ZJ-2026-0001 转出审核",
        "【接转台】留言：ZJ-2026-0001",
        "【接转台】快到期：ZJ-2026-0001 转出审核，2026-12-01（二）前",
        "【接转台】超期：ZJ-2026-0001 转出审核，应于 2026-12-01（二）前",
        "【接转台】上报：ZJ-2026-0001 转出审核，应于 2026-12-01（二）前",
        "【接转台】提请联席会议协调：ZJ-2026-0001 转出审核，应于 2026-12-01（二）前",
    ])  # fmt: skip


def test_the_text_is_plain_and_complete(mails):
    assert mails["【接转台】超期：ZJ-2026-0001 转出审核，应于 2026-12-01（二）前"].text.splitlines() == [
        "办件 ZJ-2026-0001（组织关系接转）的“转出审核”已超期，应在 2026-12-01（二）前办完。",
        "现在由中共梧桐街道委员会办理。",
        "",
        "打开办件：https://desk.example/cases/ZJ-2026-0001",
        "",
        "你在中共梧桐街道委员会任职，所以收到这封邮件。邮件里不写个人信息，登录后查看。",
    ]
    assert mails["【接转台】催办：ZJ-2026-0001 转出审核"].text.splitlines()[:3] == [
        "中共望潮社区第一党支部委员会催办 ZJ-2026-0001（组织关系接转）：现在是“转出审核”，请尽快办理。",
        "应在 2026-12-01（二）前办完。",
        "现在由中共梧桐街道委员会办理。",
    ]


def test_no_mail_names_the_member_or_repeats_what_people_wrote(mails, driver):
    member = driver.case("ZJ-2026-0001").member
    for mail in mails.values():
        raw = mail.raw.decode()
        words = mail.subject + mail.text + raw
        assert not any(secret in words for secret in (member.name, member.id, SECRET))
        assert not re.search(r"139\d{8}", words)  # a telephone; the keyed Message-ID may hold "139" by chance


def test_the_head_of_a_mail_says_who_sent_it_and_that_nobody_answers(mails):
    mail = next(iter(mails.values()))
    assert mail.sender == "transfer-desk@desk.example"
    assert str(mail.message["From"]) == "接转台 <transfer-desk@desk.example>"
    assert mail.message["Auto-Submitted"] == "auto-generated"
    assert mail.message["Message-ID"].endswith("@transfer-desk>")
    assert mail.message.get_content_type() == "text/plain"
    body = mail.raw.split(b"\r\n\r\n", 1)[1]
    assert base64.b64decode(body).decode() == mail.message.get_content()


def test_the_day_is_written_in_the_readers_language(driver, database, mail_config, smtp_server, set_now):
    driver.drive_to("outflow_review")
    give_addresses(database, "department")
    database.transact(lambda tx: tx.session.execute(update(User).values(locale="en")))
    set_now("2026-12-05T09:00:00+08:00")
    raise_alerts(database, clock.now())
    make_deliveries(database, clock.now())
    deliver(database, mail_config, clock.now())
    assert any("2026-12-01 (Tue)" in mail.subject for mail in smtp_server.messages)


@pytest.mark.parametrize(
    ("url", "outlet"),
    [
        ("smtp://relay.example", Outlet("relay.example", 25, False, "", "", "transfer-desk@desk.example")),
        ("smtp://127.0.0.1:2525", Outlet("127.0.0.1", 2525, False, "", "", "transfer-desk@desk.example")),
        (
            "smtps://desk%40office.example:p%2Fw@mail.example",
            Outlet("mail.example", 465, True, "desk@office.example", "p/w", "desk@office.example"),
        ),
        (
            "smtp://user:pw@mail.example:587?from=out@office.example",
            Outlet("mail.example", 587, False, "user", "pw", "out@office.example"),
        ),
    ],
)
def test_the_address_of_the_mail_server_is_read(url, outlet):
    assert Outlet.of(url, "desk.example") == outlet


@pytest.mark.parametrize("url", ["http://mail.example", "smtp://", "mail.example", "smtp://mail.example:port"])
def test_an_address_that_means_nothing_is_refused(url):
    with pytest.raises(ValueError, match=r"."):
        Outlet.of(url, "desk.example")


def test_only_a_relay_on_this_machine_goes_without_tls_where_it_is_offered():
    local = [
        Outlet.of(f"smtp://{host}", "").is_local for host in ("localhost", "127.0.0.1", "[::1]", "10.0.0.1", "a.b")
    ]
    assert local == [True, True, True, False, False]
