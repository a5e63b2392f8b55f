"""A district with cases and mail addresses, and a look at what the clock told whom."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest
from sqlalchemy import delete, select, update

from service import clock
from service.alerts.mail import deliver
from service.alerts.outbox import make_deliveries
from service.alerts.sweep import raise_alerts
from service.config import Config
from service.db import Database
from service.models import Alert, Case, Delivery, Notice, Organization, User
from tests.driving import Driver


@pytest.fixture
def database(driver: Driver) -> Database:
    return driver.database


@pytest.fixture
def config(driver: Driver) -> Config:
    return driver.config


@dataclass(frozen=True)
class Raised:
    """An alert, by the names a reader knows."""

    case: str
    clock: str
    turn: int
    rung: str
    to: str


class Look:
    """What has been raised and what became of the mail."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def alerts(self) -> list[Raised]:
        with self.database.read() as tx:
            rows = tx.session.execute(
                select(Case.number, Alert.clock, Alert.turn, Alert.rung, Organization.code)
                .join(Case, Case.id == Alert.case_id)
                .join(Organization, Organization.id == Alert.recipient_id)
                .order_by(Alert.id)
            )
            return [Raised(*row[:4], row[4].removeprefix("D-")) for row in rows]

    def told(self) -> set[tuple[str, str]]:
        """Rung and recipient."""
        return {(alert.rung, alert.to) for alert in self.alerts()}

    def deliveries(self) -> list[Delivery]:
        with self.database.read() as tx:
            return list(tx.session.scalars(select(Delivery).order_by(Delivery.id)))

    def states(self) -> list[str]:
        """The states of all deliveries, sorted."""
        return sorted(delivery.state for delivery in self.deliveries())


@pytest.fixture
def look(database: Database) -> Look:
    return Look(database)


@pytest.fixture
def sweep_on(database: Database, look: Look, set_now: Callable[[str], None]) -> Callable[[str], set[tuple[str, str]]]:
    """Sweep a day at its first minute, and once more in the evening; what is new, as rung and recipient."""

    def sweep(day: str) -> set[tuple[str, str]]:
        before = look.told()
        set_now(f"{day}T00:00:00+08:00")
        raise_alerts(database, clock.now())
        set_now(f"{day}T23:59:59+08:00")
        assert raise_alerts(database, clock.now()) == 0
        return look.told() - before

    return sweep


@pytest.fixture
def mail_config(config: Config, smtp_server) -> Config:
    """The installation with the test's mail server."""
    return replace(config, smtp_url=smtp_server.url, base_url="https://desk.example")


def give_addresses(database: Database, *names: str) -> None:
    """name@example.org for these users of the district."""

    def write(tx):
        tx.session.execute(update(User).where(User.name.in_(names)).values(email=User.name + "@example.org"))

    database.transact(write)


PEOPLE = ("branch", "street", "second_street", "department", "city", "province")


@pytest.fixture
def due(driver, database, set_now):
    """Six alerts of one case, to four people with an address; no notice is left to be mailed."""
    number = driver.drive_to("outflow_review")
    database.transact(lambda tx: tx.session.execute(delete(Notice)))
    give_addresses(database, *PEOPLE)
    set_now("2027-01-31T08:00:00+08:00")
    raise_alerts(database, clock.now())
    return number


@pytest.fixture
def post(database, mail_config, set_now):
    """Make what is to be sent and send it, once now and once at each of the given later instants."""

    def send(*later: str) -> None:
        for instant in ("", *later):
            if instant:
                set_now(instant)
            make_deliveries(database, clock.now())
            deliver(database, mail_config, clock.now())

    return send
