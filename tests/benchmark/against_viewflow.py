"""Steps a second against django-viewflow: both over HTTP, by the same clients, on the same PostgreSQL.

Here a step is one POST, whose answer is the case as it is now. There it is the POST to the view of a task, and the
page to which that view sends whoever posted. The POST alone, without CSRF, messages and page, is measured beside it.
"""

from __future__ import annotations

import itertools
import json
import subprocess
import sys
import venv
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode

from sqlalchemy.engine import make_url

from service.cli.serving import THREADS
from tests.benchmark.figures import ROUNDS, Figure, ratio
from tests.benchmark.fill import organization_at
from tests.benchmark.ground import ROOT, Desk, Ground, processes
from tests.benchmark.load import CLIENTS, Client, rate
from tests.benchmark.ping_pong import VERSION, cases_of_the_street, stepper
from tests.benchmark.speakers import token_at

Asker = Callable[[], None]

_HOME = ROOT / "var" / "bench-viewflow"
_PACKAGES = ("django-viewflow==2.4.0", "psycopg[binary]", "waitress")
_CASES_EACH = 16
_CSRF = "a" * 32
_TODAY = datetime.now(UTC).date().isoformat()
_WORDS = "{:.0f} steps/s here, {:.0f} there"


def measure(ground: Ground) -> list[Figure]:
    """Ours, theirs with the page, theirs bare, in turn."""
    python = _installed()
    rates: tuple[list[float], ...] = ([], [], [])
    with ExitStack() as stack:
        desk = stack.enter_context(ground.desk("beside", 10_000, version=VERSION))
        askers = [_ours(desk, stack.enter_context(desk.served()))]
        askers += [stack.enter_context(_theirs(ground, python, bare=bare)) for bare in (False, True)]
        for asking in askers:
            rate(asking, 3)
        for _ in range(ROUNDS):
            for asking, measured in zip(askers, rates, strict=True):
                measured.append(rate(asking, ground.seconds))
    ours, with_page, bare_post = rates
    return [
        ratio("steps / viewflow, POST and page", 4, ours, with_page, _WORDS),
        ratio("steps / viewflow, bare POST", 4, ours, bare_post, _WORDS),
    ]


def _ours(desk: Desk, ports: list[int]) -> list[Asker]:
    token = token_at(desk.database, "street_committee", organization_at("street_committee"))
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    groups = cases_of_the_street(desk.database, CLIENTS)
    return [stepper(Client(ports[nth % len(ports)], headers), cases) for nth, cases in enumerate(groups)]


@contextmanager
def _theirs(ground: Ground, python: Path, *, bare: bool) -> Iterator[list[Asker]]:
    url = ground.server.create_database()
    place = make_url(url)
    environment = {
        "BENCH_PORT": str(place.port), "BENCH_DATABASE": str(place.database), "BENCH_USER": str(place.username),
        "BENCH_BARE": "1" if bare else "", "PYTHONPATH": str(Path(__file__).parent / "beside"),
    }  # fmt: skip
    command = [str(python), "-m", "viewflow_site"]
    prepare = [*command, "prepare", str(CLIENTS * _CASES_EACH)]
    made = json.loads(subprocess.run(prepare, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout)
    headers = {
        "Cookie": f"sessionid={made['session']}; csrftoken={_CSRF}", "X-CSRFToken": _CSRF,
        "Content-Type": "application/x-www-form-urlencoded",
    }  # fmt: skip
    with processes([*command, "serve", str(THREADS)], environment) as ports:
        yield [
            _stepper(Client(ports[nth % len(ports)], headers), made["places"][nth::CLIENTS], bare=bare)
            for nth in range(CLIENTS)
        ]
    ground.server.drop_database(url)


def _stepper(client: Client, places: list[str], *, bare: bool) -> Asker:
    """Carries out the open task of one process after the other; the answer says where the next task is."""
    turns = itertools.cycle([[place] for place in places])

    def step() -> None:
        turn = next(turns)
        said = {"enquired_on": _TODAY} if "/check_file/" in turn[0] else {"finding": "档案齐全"}
        response, _ = client.ask("POST", turn[0] + "execute/", urlencode({**said, "_continue": "1"}).encode())
        following = response.headers["Location"] or ""
        if response.status != 302 or following == turn[0] or "/process/" in following:
            raise RuntimeError(f"viewflow did not take the step: {response.status} {turn[0]} {following}")
        turn[0] = following
        while not bare and following:
            response, body = client.ask("GET", following)
            following = response.headers["Location"] or ""
            if not following and b"<form" not in body:
                raise RuntimeError("viewflow did not show the next task")

    return step


def _installed() -> Path:
    """The interpreter of an environment with django-viewflow, made at the first time; only this needs a network."""
    python, stamp = _HOME / "bin" / "python", _HOME / "installed"
    wanted = f"{sys.version} {_PACKAGES}"
    if not stamp.exists() or stamp.read_text(encoding="utf-8") != wanted:
        print("installing django-viewflow into var/ ...", flush=True)
        venv.create(_HOME, with_pip=True, clear=True)
        install = [str(python), "-m", "pip", "install", "-q", "--disable-pip-version-check", *_PACKAGES]
        subprocess.run(install, check=True)
        stamp.write_text(wanted, encoding="utf-8")
    return python
