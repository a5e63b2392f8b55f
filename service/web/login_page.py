"""The page on which one signs in, wherever it is needed."""

from __future__ import annotations

from flask import render_template, url_for

from service.login import current_database
from service.presentation.sign_in_page import LoginPage, demo_sign_ins


def login_page(name: str = "", error: str = "", *, next_url: str = "", kept: str = "") -> str:
    """The form; `kept` is another form that waits for it."""
    with current_database().read() as tx:
        known = demo_sign_ins(tx)
    page = LoginPage(url_for("auth.sign_in_sent"), name, error, next_url=next_url, kept=kept)
    return render_template("auth/login.html", page=page, demo_sign_ins=known)
