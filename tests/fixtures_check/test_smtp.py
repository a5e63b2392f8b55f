"""The SMTP server of the tests."""

import smtplib
from email.message import EmailMessage

import pytest


def _send(server, timeout=5):
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "desk@example.invalid", "zhang@example.invalid", "有一件到期"
    mail.set_content("请处理。\n")
    with smtplib.SMTP("127.0.0.1", server.port, local_hostname="localhost", timeout=timeout) as client:
        client.send_message(mail)


def test_mail_is_received(smtp_server):
    _send(smtp_server)
    (mail,) = smtp_server.messages
    assert (mail.subject, mail.text.strip(), mail.recipients) == ("有一件到期", "请处理。", ("zhang@example.invalid",))


@pytest.mark.parametrize("code", [451, 554])
def test_mail_is_refused(smtp_server, code):
    smtp_server.refuse(code)
    with pytest.raises(smtplib.SMTPDataError) as refusal:
        _send(smtp_server)
    assert refusal.value.smtp_code == code
    assert smtp_server.messages == []


def test_a_recipient_is_refused(smtp_server):
    smtp_server.refuse(450, at_recipient=True)
    with pytest.raises(smtplib.SMTPRecipientsRefused):
        _send(smtp_server)


def test_the_server_hangs(smtp_server):
    smtp_server.hang()
    with pytest.raises(smtplib.SMTPServerDisconnected, match="timed out"):
        _send(smtp_server, timeout=0.3)
    assert smtp_server.messages == []


def test_the_connection_breaks_after_the_message(smtp_server):
    smtp_server.drop_after_data()
    with pytest.raises((smtplib.SMTPServerDisconnected, ConnectionResetError)):
        _send(smtp_server)
    assert len(smtp_server.messages) == 1


def test_a_stopped_server_refuses_connections(smtp_server):
    smtp_server.stop()
    with pytest.raises(ConnectionRefusedError):
        _send(smtp_server)
