"""Worklists a second among ten thousand cases and among a million; the desk that asks is as large in both."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack

from tests.benchmark.figures import ROUNDS, Figure, ratio
from tests.benchmark.fill import CASES_PER_CITY, organization_at
from tests.benchmark.ground import Desk, Ground
from tests.benchmark.load import CLIENTS, Client, rate
from tests.benchmark.speakers import token_at

_PATH = "/api/v1/worklist?box=mine&limit=50"
_WORDS = "{:.1f} worklists/s among %s cases, {:.1f} among %s"


def measure(ground: Ground) -> list[Figure]:
    """The box "mine" of a street, 50 cases a page, asked in both in turn."""
    few, many = CASES_PER_CITY, 100_000 if ground.quick else 1_000_000
    among_few, among_many = [], []
    with ExitStack() as stack:
        small, large = (stack.enter_context(ground.desk(f"among-{count}", count)) for count in (few, many))
        ask_small, ask_large = (_askers(desk, stack.enter_context(desk.served())) for desk in (small, large))
        for askers in (ask_small, ask_large):
            rate(askers, 3)
        for _ in range(ROUNDS):
            among_few.append(rate(ask_small, ground.seconds))
            among_many.append(rate(ask_large, ground.seconds))
    words = _WORDS % (f"{many:,}", f"{few:,}")
    return [ratio(f"worklist {many:,} / {few:,}", 0.8, among_many, among_few, words)]


def _askers(desk: Desk, ports: list[int]) -> list[Callable[[], None]]:
    token = token_at(desk.database, "street_committee", organization_at("street_committee"))
    headers = {"Authorization": f"Bearer {token}"}
    clients = [Client(ports[nth % len(ports)], headers) for nth in range(CLIENTS)]
    return [_asker(client) for client in clients]


def _asker(client: Client) -> Callable[[], None]:
    def ask() -> None:
        _, body = client.ask("GET", _PATH)
        if body.count(b'"number"') < 50:
            raise RuntimeError("the page is not full")

    return ask
