"""A person at the pages, in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Any

from flask import Flask
from playwright.sync_api import Locator, Page
from waitress.server import create_server

from tests.stories.people import PASSWORD


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """The real server on a free port of this machine; its address."""
    server = create_server(app, host="127.0.0.1", port=0, threads=4, clear_untrusted_proxy_headers=True)
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        server.close()
        thread.join(timeout=1)  # a browser that is still open keeps its connection, and the thread with it


class Browsing:
    """One signed-in person."""

    def __init__(self, page: Page, address: str, name: str) -> None:
        self.page, self.address = page, address
        page.goto(f"{address}/login")
        page.fill("#name", name)
        page.fill("#password", PASSWORD)
        page.click("main form button.button-primary")
        page.wait_for_url(f"{address}/todo*")

    def open_transfer(self, member: str, receiving: str, reason: str) -> str:
        """发起转接 in its three pages, submitted at once; the new case's number."""
        self.page.goto(f"{self.address}/cases/new")
        self._look_up("member", member)
        self._next()
        self._look_up("receiving", receiving)
        self.page.select_option("[name=reason_code]", label=reason)
        extra = self.page.locator("main textarea[name=destination_reason]")
        if extra.count():
            extra.fill("本人要求")
        self._next()
        self._next()
        return str(self.page.url.split("/cases/")[1].split("/")[0].split("?")[0])

    def act(self, number: str, action: str, **fields: Any) -> None:
        """The action's button, its fields, and the button that confirms."""
        self.page.goto(f"{self.address}/cases/{number}")
        form = self.page.locator(f"main form[action*='/actions/{action}']").first
        window = self.page.locator(f"main details:has(form[action*='/actions/{action}']) > summary").first
        if form.count():
            window.click()
        else:
            self.page.goto(f"{self.address}/cases/{number}/actions/{action}")
        for name, value in fields.items():
            _fill(form.locator(f"[name={name}]").first, value)
        form.locator("button.button-primary").first.click()
        self.page.wait_for_load_state()

    def sees(self, number: str) -> str:
        """The text of the case's page."""
        self.page.goto(f"{self.address}/cases/{number}")
        return self.page.locator("main").inner_text()

    def _look_up(self, field: str, words: str) -> None:
        box = self.page.locator(f"main input[type=search][name^={field}]").first
        box.fill(words)
        box.locator("xpath=..").locator("button").click()
        self.page.wait_for_load_state()
        choice = self.page.locator("main .candidates input[type=radio]").first
        choice.check()

    def _next(self) -> None:
        self.page.locator("main form button.button-primary").first.click()
        self.page.wait_for_load_state()


def _fill(control: Locator, value: str) -> None:
    if control.evaluate("element => element.tagName") == "SELECT":
        control.select_option(value)
    else:
        control.fill(value)
