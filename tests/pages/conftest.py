"""A real server on this machine, with a district and cases in it, for pages seen by a real browser."""

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

import pytest
from playwright.sync_api import Page
from sqlalchemy import select
from waitress.server import create_server

from service import clock
from service.alerts.signals import raise_signals
from service.app import create_app
from service.casework.bulk import Bulk, Chosen
from service.casework.bulk_jobs import ask_bulk
from service.casework.files import NewFile
from service.casework.jobs import own_job
from service.casework.receipt_links import make_receipt_link
from service.config import Config
from service.db import Database
from service.intake import batches, imports, organization_hand_in
from service.jobs import run_waiting
from service.models import Case
from service.vault import Vault
from tests.builders import PASSWORD, add_post, make_id_number
from tests.driving import Driver
from tests.fixtures.databases import NOW
from tests.service.intake.sheets import workbook
from tests.service.registering import filed
from tests.service.reporting import hand_in_reports, report

SESSION = "transfer_desk"
"""The cookie of a session without TLS."""


class House:
    """The server's address, and the cases behind it by what they are."""

    def __init__(self, base: str, driver: Driver) -> None:
        self.base, self.driver = base, driver
        self.cases: dict[str, str] = {}
        self._sessions: dict[str, str] = {}

    def sign_in(self, page: Page, who: str) -> Page:
        """Through the form, as a person does."""
        page.goto(f"{self.base}/login")
        page.fill("#name", who)
        page.fill("#password", PASSWORD)
        page.click("form.panel button")
        page.wait_for_url(lambda url: "/login" not in url)
        return page

    def enter(self, page: Page, who: str) -> Page:
        """With the session of whoever was here before as the same person; the form is for those who test it."""
        if who in self._sessions:
            page.context.add_cookies([{"name": SESSION, "value": self._sessions[who], "url": self.base}])
            return page
        kept = self.sign_in(page, who).context.cookies(self.base)
        self._sessions[who] = next(cookie["value"] for cookie in kept if cookie["name"] == SESSION)
        return page

    def sign_out(self, page: Page) -> None:
        """Through the form too."""
        page.goto(f"{self.base}/account")
        page.locator("main form[action='/logout'] button").click()

    def open(self, page: Page, url: str) -> Page:
        """A page of this server."""
        page.goto(f"{self.base}{url}")
        return page


@contextmanager
def serving(driver: Driver) -> Iterator[House]:
    server = create_server(create_app(driver.config, driver.database), host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield House(f"http://127.0.0.1:{server.effective_port}", driver)
    finally:
        server.close()
        thread.join(5)


@pytest.fixture
def house(sqlite_driver):
    """A house of its own for a test that takes steps."""
    with serving(sqlite_driver) as house:
        yield house


@pytest.fixture(scope="module")
def furnished(_sqlite_district, tmp_path_factory):
    """A house with cases of every lateness, for tests that only look."""
    template, district = _sqlite_district
    folder = tmp_path_factory.mktemp("furnished")
    shutil.copytree(template.home, folder / "home")
    config, now = Config.from_environment({"TRANSFER_DESK_HOME": str(folder / "home")}), folder / "now"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(clock.VARIABLE, str(now))
        now.write_text("2026-11-10T09:00:00+08:00")
        database = Database(config.database_url, Vault.open(config.key_file))
        with serving(Driver(database, district, config)) as house:
            _furnish(house, now)
            yield house
        database.close()


def _furnish(house, now):
    driver = house.driver
    house.cases["late"] = driver.drive_to("street_review")
    now.write_text("2026-11-18T09:00:00+08:00")
    house.cases["soon"] = driver.drive_to("street_review")
    house.cases["closed"] = driver.drive_to("closed")
    now.write_text(NOW)
    for state in ("draft", "outflow_review", "in_transit", "street_review", "placement", "receipt_due"):
        house.cases[state] = driver.drive_to(state)
    consent = {"kind": "dual_management", "consent_on": "2026-11-01"}
    house.cases["outside"] = driver.send_outside()
    make = partial(make_receipt_link, actor=driver.actor("street"), number=house.cases["outside"])
    house.cases["receipt"] = driver.database.transact(make)[1]
    house.cases["dual"] = driver.open("branch", "propose", "dual_management", **consent).number
    house.cases["noted"] = register(driver)
    house.cases["away"] = send_away(driver)
    house.cases["followed"] = follow(driver)
    hand_in_reports(driver)
    house.cases["report"] = report(driver, "D-second_community").number
    house.cases["checked"] = hand_in(driver)
    bulk = Bulk("submit", [Chosen(house.cases["outflow_review"]), Chosen(driver.open().number)])
    house.cases["batch"] = hand_in_batch(driver)
    house.cases["organizations"] = hand_in_units(driver)
    done = ask_for_many(driver, bulk)
    run_waiting(driver.database)
    with driver.database.read() as tx:
        house.cases["many_done"] = own_job(tx, driver.actor("branch"), done).file_id or ""
    house.cases["many_waiting"] = ask_for_many(driver, bulk)
    house.cases["checking"] = hand_in(driver)
    driver.database.transact(
        lambda tx: add_post(
            tx, user=driver.district.users["second_street"], role="branch_secretary",
            organization=driver.district.second_branch,
        )
    )  # fmt: skip


def register(driver):
    """A registration of which both sides have written something down."""
    number = filed(driver, service_post="关爱老弱岗").number
    driver.act(number, "second_community", "log_contact", way="上门", result="搬入新居，一切都好", next_on="2026-12-20")
    driver.act(number, "branch", "log_service", result="帮助搬家")
    return number


def send_away(driver):
    """Two members with certificates for the second community: one is there, one is expected."""
    numbers = [driver.open(workflow="mobile_registration", reason_code="work_away").number for _ in range(2)]
    papers = [driver.act(number, "branch", "issue_certificate").particulars["certificate"] for number in numbers]
    driver.act(numbers[0], "second_community", "attach_member", certificate_number=papers[0]["number"])
    driver.act(numbers[0], "branch", "log_contact", way="电话", result="联系上了", next_on="2027-05-20")
    return numbers[0]


def follow(driver):
    """Somebody who was reached once, and for whom coordination is asked."""
    member = driver.member("branch", household_here=True, lives_here=False)
    raise_signals(driver.database)
    with driver.database.read() as tx:
        number = tx.session.scalar(select(Case.number).where(Case.member_id == member))
    driver.act(number, "branch", "ask_unit", asked_code="D-village_branch", question="是否在贵支部参加组织生活？")
    driver.act(number, "village_branch", "answer", result="left", comment="两年没有参加活动")
    driver.act(number, "branch", "log_contact", way="visit", result="needs_coordination", reason_code="attachment",
               comment="本人不愿离开，三方都不接收")  # fmt: skip
    return number


def ask_for_many(driver, bulk):
    """The key of the job."""
    return driver.database.transact(lambda tx: ask_bulk(tx, driver.actor("branch"), bulk)).id


def hand_in_batch(driver):
    """Graduates: one can be opened, two cannot yet."""
    people = [["姓名", "身份证号", "去向"], *[[name, make_id_number(), to] for name, to in (
        ("林秀英", "听松社区"), ("没写去处", ""), ("周国栋", "没有这个社区"),
    )]]  # fmt: skip
    file = NewFile("毕业生.xlsx", "", workbook(dict(enumerate(people, start=1))))
    new = batches.NewBatch("graduates", "2026 届毕业生（夏季）", file)
    return driver.database.transact(lambda tx: batches.hand_in_batch(tx, driver.actor("branch"), new)).id


def hand_in_units(driver):
    """A newer file: a merge, a new name, another street and a new community."""
    rows = [
        ["code", "parent_code", "kind", "name", "valid_to", "successor_code"],
        ["D-second_street", "D-department", "street_committee", "银杏湖街道", "", ""],
        ["D-second_community", "D-second_street", "community", "听松社区", "2026-11-23", "D-community"],
        ["D-village", "D-street", "village", "柳湾村", "", ""],
        ["NEW", "D-second_street", "community", "银杏湖社区", "", ""],
    ]
    file = NewFile("2026 年组织调整（第二批）.xlsx", "", workbook(dict(enumerate(rows, start=1))))
    actor = driver.actor("department")
    return driver.database.transact(lambda tx: organization_hand_in.hand_in_organizations(tx, actor, file)).id


def hand_in(driver):
    """A roster of the street, with a row of each kind."""
    people = [
        ["姓名", "身份证号", "所在党支部", "入党时间", "那个"],
        ["林秀英", make_id_number(), "D-branch", "1998.7", "盛达建材厂"],
        ["号码错", "329901196501014410", "D-branch", "1998年7月", ""],
        ["支部不清", make_id_number(), "望潮", "1998", ""],
    ]
    file = NewFile("望潮社区党员花名册（十一月）.xlsx", "", workbook(dict(enumerate(people, start=1))))
    return driver.database.transact(lambda tx: imports.hand_in(tx, driver.actor("street"), file)).id
