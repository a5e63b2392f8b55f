"""Where stories are played: a database whose clock stands where the story is, and the people who act there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from typing import Any, TypeVar

from argon2 import PasswordHasher
from sqlalchemy import event

from service import clock
from service.alerts.lapse import lapse_letters
from service.alerts.reports import ask_once_a_day
from service.alerts.signals import raise_signals
from service.alerts.sweep import raise_alerts
from service.casework import passwords
from service.casework.members import create_member
from service.casework.organizations import confirm_party_names, create_organization
from service.casework.users import NewUser, create_user, grant_post
from service.config import Config
from service.db import Database, Transaction
from service.demo.district import Place, Worker
from service.models import Organization
from service.permissions import OFFICERS, THE_OPERATOR, Actor, PostHeld
from service.queries.users import post_held, user_with_posts
from service.vault import Vault
from workflows.roles import roles_for
from workflows.vocabulary import Party

PASSWORD = "jiezhuantai-demo"  # noqa: S105 - shown on the sign-in page: everybody may try the demonstration
Result = TypeVar("Result")


@dataclass
class Stage:
    """`moment` is the instant of whatever is done next."""

    config: Config
    moment: datetime
    database: Database = field(init=False)
    people: dict[int, list[Actor]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        """Open the database with the stage's clock."""
        vault = Vault.open(self.config.key_file)
        self.database = Database(self.config.database_url, vault, now=lambda: self.moment)
        # Nothing is lost if the machine stops now: what is being built is put in its place only when it is whole.
        event.listen(self.database.engine, "connect", _hurry)

    @property
    def today(self) -> date:
        """The day it is on the stage."""
        return clock.day_of(self.moment)

    def do(self, verb: Callable[[Transaction], Result]) -> Result:
        """One step in a transaction of its own."""
        return self.database.transact(verb)

    def furnish(self, places: Iterable[Place], workers: Iterable[Worker]) -> None:
        """Make the organizations and their people."""
        for place in places:
            self.do(partial(_make_organization, place=place))
        with _cheap_hashes():
            for worker in workers:
                self.do(partial(_make_user, worker=worker))
        with self.database.read() as tx:
            for worker in workers:
                actor = _actor(tx, worker.name)
                for key in actor.organization_ids:
                    self.people[key].append(actor)

    def enrol(self, code: str, members: Iterable[Mapping[str, Any]]) -> None:
        """Record members of an organization."""
        self.do(lambda tx: [create_member(tx, THE_OPERATOR, {**m, "organization_code": code}) for m in members])

    def sweep(self) -> None:
        """What the worker does."""
        lapse_letters(self.database, self.moment)
        ask_once_a_day(self.database, self.moment)
        raise_alerts(self.database, self.moment)

    def signal(self) -> None:
        """What the worker computes once a day."""
        raise_signals(self.database)

    def actor_for(self, desk: int | None, party: Party, organization: Organization) -> Actor:
        """Somebody at the desk who may act for the party, speaking by the post that allows it."""
        roles = roles_for(party, organization.kind) if desk == organization.id else OFFICERS
        for actor in self.people[desk or 0]:
            if any(_allows(post, desk, roles) for post in actor.posts):
                return actor
        raise LookupError(f"nobody acts for {organization.name} as {party}")


@contextmanager
def _cheap_hashes() -> Iterator[None]:
    """A hash worth its name takes a third of a second, and this password is no secret."""
    costly = passwords.hasher
    passwords.hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    try:
        yield
    finally:
        passwords.hasher = costly


def _allows(post: PostHeld, desk: int | None, roles: Iterable[object]) -> bool:
    return post.organization_id == desk and post.role in roles


def _hurry(connection: Any, _record: object) -> None:
    connection.execute("PRAGMA synchronous=OFF")


def _make_organization(tx: Transaction, place: Place) -> None:
    values = {"code": place.code, "kind": place.kind, "name": place.name, "short_name": place.name}
    if place.parent:
        values["parent_code"] = place.parent
    create_organization(tx, THE_OPERATOR, values)
    confirm_party_names(tx, THE_OPERATOR, {place.code: place.party_name or place.name})


def _make_user(tx: Transaction, worker: Worker) -> None:
    (role, code), *more = worker.posts
    create_user(tx, THE_OPERATOR, NewUser(worker.name, role, code, PASSWORD, worker.display_name))
    for role, code in more:
        grant_post(tx, THE_OPERATOR, worker.name, role, code)


def _actor(tx: Transaction, name: str) -> Actor:
    user = user_with_posts(tx, THE_OPERATOR, name)
    if user is None:
        raise LookupError(name)
    return Actor(user.id, user.display_name, tuple(post_held(post, post.organization) for post in user.posts))
