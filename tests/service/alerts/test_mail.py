"""Mail about alerts and notices: to whom, once, and what becomes of it when the server misbehaves."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, update
from structlog.testing import capture_logs

from service import clock
from service.alerts import claims, mail
from service.alerts.mail import deliver
from service.alerts.outbox import make_deliveries
from service.alerts.wording import word
from service.casework.speak import add_comment, nudge
from service.casework.users import disable_user
from service.models import Notice, User
from service.permissions import THE_OPERATOR
from service.queries.alerts import unknown_deliveries
from tests.builders import add_post, make_user
from tests.service.alerts.conftest import give_addresses


def test_everybody_who_works_at_the_desk_gets_one_mail(due, driver, database, look, post, smtp_server):
    database.transact(
        lambda tx: make_user(tx, role="tracking_staff", organization=driver.district.street, email="second@example.org")
    )
    post("2027-01-31T08:00:10+08:00")
    assert look.states() == ["sent"] * 8
    to = sorted(received.recipients[0] for received in smtp_server.messages)
    assert to == sorted([
        "branch@example.org", "branch@example.org", "street@example.org", "street@example.org", "second@example.org",
        "second@example.org", "department@example.org", "department@example.org",
    ])  # fmt: skip


def test_administrators_auditors_and_people_who_left_get_none(due, driver, database, look, post, smtp_server):
    def change(tx):
        add_post(tx, user=driver.district.users["city"], role="auditor", organization=driver.district.street)
        add_post(tx, user=driver.district.users["province"], role="administrator", organization=driver.district.street)
        disable_user(tx, THE_OPERATOR, "branch")

    database.transact(change)
    post()
    assert {received.recipients[0] for received in smtp_server.messages} == {
        "street@example.org", "department@example.org",
    }  # fmt: skip


def test_somebody_disabled_after_the_mail_was_addressed_gets_none(due, database, mail_config, look, smtp_server):
    make_deliveries(database, clock.now())
    database.transact(lambda tx: disable_user(tx, THE_OPERATOR, "branch"))
    deliver(database, mail_config, clock.now())
    assert look.states() == ["failed"] * 2 + ["sent"] * 4


@pytest.mark.parametrize("address", ["two@at@example.org", "no address", "党@example.org", "a@b\nBcc: c@d", "<a@b>"])
def test_an_address_that_is_none_is_given_up_at_once(due, database, look, post, smtp_server, address):
    database.transact(lambda tx: tx.session.execute(update_address("branch", address)))
    post()
    assert look.states() == ["failed"] * 2 + ["sent"] * 4


def test_without_a_mail_server_nothing_is_addressed_or_lost(due, database, config, look):
    assert deliver(database, config, clock.now()) == 0
    assert look.deliveries() == []
    assert len(look.alerts()) == 6


def test_switching_mail_on_sends_no_old_news(due, look, post, set_now, smtp_server):
    set_now("2027-02-08T08:00:00+08:00")
    post()
    assert look.deliveries() == []


def test_a_server_that_is_down_loses_nothing(due, database, look, post, mail_config, smtp_server):
    smtp_server.stop()
    post("2027-01-31T08:00:10+08:00")
    assert look.states() == ["pending"] * 6
    assert sorted(delivery.attempts for delivery in look.deliveries()) == [0, 0, 0, 0, 1, 1]


def test_a_server_that_is_down_costs_one_attempt_a_round(due, look, post, smtp_server):
    smtp_server.stop()
    with capture_logs() as logged:
        post()
    assert [line["event"] for line in logged] == ["mail not sent"]
    tried = [delivery for delivery in look.deliveries() if delivery.attempts]
    assert [delivery.available_at - clock.now() for delivery in tried] == [timedelta(minutes=1)]
    assert tried[0].last_error.startswith("no connection")


@pytest.mark.parametrize("code", [451, 550])
@pytest.mark.parametrize("at_recipient", [True, False])
def test_what_the_server_refuses_is_tried_again_later(due, look, post, smtp_server, set_now, code, at_recipient):
    smtp_server.refuse(code, at_recipient=at_recipient)
    post()
    assert look.states() == ["pending"] * 6
    assert {delivery.attempts for delivery in look.deliveries()} <= {0, 1}
    smtp_server.accept()
    post()
    assert "pending" in look.states()  # not yet: it waits a minute
    post("2027-01-31T08:01:00+08:00")
    assert look.states() == ["sent"] * 6
    assert len(smtp_server.messages) == 6


def test_after_eight_refusals_a_mail_is_given_up_and_listed(due, database, look, post, smtp_server, set_now):
    smtp_server.refuse(550)
    for day in range(1, 10):
        set_now(f"2027-02-{day:02d}T08:00:00+08:00")
        post()
    assert look.states() == ["failed"] * 6
    assert {delivery.attempts for delivery in look.deliveries()} == {claims.ATTEMPTS}
    with database.read() as tx:
        listed = unknown_deliveries(tx)
    assert [(row.case, row.state, row.last_error) for row in listed] == [(due, "failed", "550 refused")] * 6


def test_a_server_that_breaks_off_after_the_data_leaves_it_unknown_for_good(
    due, database, look, post, smtp_server, set_now
):
    smtp_server.drop_after_data()
    post()
    assert look.states() == ["pending"] * 5 + ["unknown"]
    smtp_server.accept()
    post("2027-01-31T08:00:10+08:00", "2027-02-28T08:00:00+08:00")
    assert look.states() == ["sent"] * 5 + ["unknown"]
    assert len(message_ids(smtp_server)) == len(set(message_ids(smtp_server))) == 6
    with database.read() as tx:
        assert [(row.case, row.state) for row in unknown_deliveries(tx)] == [(due, "unknown")]


def test_a_server_that_hangs_is_left_after_a_while_and_makes_one_mail_unknown(
    due, look, post, smtp_server, monkeypatch
):
    monkeypatch.setattr("service.alerts.line.TIMEOUT_SECONDS", 0.3)
    smtp_server.hang()
    post()
    assert look.states() == ["pending"] * 5 + ["unknown"]
    smtp_server.accept()
    post()
    assert look.states() == ["sent"] * 5 + ["unknown"]


def test_a_retry_has_the_message_id_of_the_first_attempt(due, look, post, smtp_server):
    smtp_server.refuse(451)
    shown = shown_ids(smtp_server)
    post()
    refused = list(shown)
    smtp_server.accept()
    post("2027-01-31T08:05:00+08:00")
    assert sorted(message_ids(smtp_server)) == sorted(refused)
    assert len(set(refused)) == 6


def test_a_mail_that_cannot_be_written_stops_no_other(due, database, mail_config, look, smtp_server, monkeypatch):
    def fail_for_reminders(matter, config):
        if matter.alert.rung == "reminder":
            raise LookupError("a fault of this test")
        return word(matter, config)

    monkeypatch.setattr(mail, "word", fail_for_reminders)
    make_deliveries(database, clock.now())
    with capture_logs() as logged:
        deliver(database, mail_config, clock.now())
    assert look.states() == ["pending"] * 2 + ["sent"] * 4
    assert [line["action"] for line in logged if line["log_level"] == "error"] == ["deliver"] * 2


def test_a_notice_is_mailed_when_it_can_no_longer_be_taken_back(driver, database, look, post, smtp_server, set_now):
    number = driver.open().number
    database.transact(lambda tx: tx.session.execute(delete(Notice)))
    give_addresses(database, "street")
    driver.act(number, "branch", "submit")
    post()
    assert smtp_server.messages == []
    post("2026-11-24T09:00:30+08:00", "2026-11-24T09:01:00+08:00")
    assert [received.recipients for received in smtp_server.messages] == [("street@example.org",)]


def test_a_nudge_and_a_comment_are_mailed_at_once_and_once(driver, database, look, post, smtp_server):
    number = driver.drive_to("outflow_review")
    database.transact(lambda tx: tx.session.execute(delete(Notice)))
    give_addresses(database, "street")
    database.transact(lambda tx: nudge(tx, driver.actor("branch"), number))
    database.transact(lambda tx: add_comment(tx, driver.actor("branch"), number, "材料在路上"))
    post("2026-11-24T09:00:10+08:00")
    assert len(smtp_server.messages) == 2


def update_address(name: str, address: str):
    return update(User).where(User.name == name).values(email=address)


def message_ids(smtp_server) -> list[str]:
    return [str(received.message["Message-ID"]) for received in smtp_server.messages]


def shown_ids(smtp_server):
    """Note the ids of what the server is shown, though it refuses it."""
    shown: list[str] = []
    handle = smtp_server.handle_DATA

    async def note(server, session, envelope):
        head = envelope.content.split(b"\r\n\r\n")[0].decode()
        shown.extend(line.split(": ", 1)[1] for line in head.split("\r\n") if line.startswith("Message-ID"))
        return await handle(server, session, envelope)

    smtp_server.handle_DATA = note
    return shown
