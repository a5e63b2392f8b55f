"""Steps a second against django-viewflow: both over HTTP, by the same clients, on the same PostgreSQL."""

from __future__ import annotations

import itertools
import json
import subprocess
import sys
import venv
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode

from sqlalchemy.engine import make_url

from service.cli.serving import THREADS
from tests.benchmark.figures import ROUNDS, Figure, ratio
from tests.benchmark.fill import organization_at
from tests.benchmark.ground import ROOT, Ground, processes
from tests.benchmark.load import CLIENTS, Client, rate
from tests.benchmark.ping_pong import VERSION, cases_of_the_street, stepper
from tests.benchmark.speakers import token_at

_HOME = ROOT / "var" / "bench-viewflow"
_PACKAGES = ("django-viewflow==2.4.0", "psycopg[binary]", "waitress")
_CASES_EACH = 16
_WORDS = "{:.0f} steps/s here, {:.0f} by django-viewflow"
_TODAY = datetime.now(UTC).date().isoformat()


def measure(ground: Ground) -> list[Figure]:
    """Two steps in turn on open processes; each step is one POST to the view of viewflow's task."""
    python = _installed()
    count = 200 if ground.quick else 1_000
    url = ground.server.create_database()
    place = make_url(url)
    environment = {
        "BENCH_PORT": str(place.port), "BENCH_DATABASE": str(place.database), "BENCH_USER": str(place.username),
        "PYTHONPATH": str(Path(__file__).parent / "beside"),
    }  # fmt: skip
    command = [str(python), "-m", "viewflow_site"]
    ours, theirs = [], []
    done = subprocess.run(
        [*command, "prepare", str(count)], env=environment, check=True, stdout=subprocess.PIPE, text=True
    )
    made = json.loads(done.stdout)
    with ground.desk("beside", 10_000, version=VERSION) as desk, desk.served() as our_ports:
        with processes([*command, "serve", str(THREADS)], environment) as their_ports:
            token = token_at(desk.database, "street_committee", organization_at("street_committee"))
            groups = cases_of_the_street(desk.database, CLIENTS)
            our_headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
            their_headers = {
                "Cookie": f"sessionid={made['session']}", "Content-Type": "application/x-www-form-urlencoded",
            }  # fmt: skip
            our_askers, their_askers = [], []
            for nth in range(CLIENTS):
                our_askers.append(stepper(Client(our_ports[nth % len(our_ports)], our_headers), groups[nth]))
                places = made["places"][nth::CLIENTS][:_CASES_EACH]
                their_askers.append(_stepper(Client(their_ports[nth % len(their_ports)], their_headers), places))
            for askers in (our_askers, their_askers):
                rate(askers, 1)
            for _ in range(ROUNDS):
                ours.append(rate(our_askers, ground.seconds))
                theirs.append(rate(their_askers, ground.seconds))
    ground.server.drop_database(url)
    return [ratio("HTTP steps / django-viewflow", 4, ours, theirs, _WORDS)]


def _stepper(client: Client, places: list[str]) -> Callable[[], None]:
    """Carries out the open task of one process after the other; the answer says where the next task is."""
    turns = itertools.cycle([[place] for place in places])

    def step() -> None:
        turn = next(turns)
        said = {"enquired_on": _TODAY} if "/check_file/" in turn[0] else {"finding": "档案齐全"}
        response, _ = client.ask("POST", turn[0] + "execute/", urlencode({**said, "_continue": "1"}).encode())
        following = response.headers["Location"] or ""
        if response.status != 302 or following == turn[0]:
            raise RuntimeError(f"viewflow did not take the step: {response.status} {turn[0]}")
        turn[0] = following

    return step


def _installed() -> Path:
    """The interpreter of an environment with django-viewflow, made at the first time; only this needs a network."""
    python, stamp = _HOME / "bin" / "python", _HOME / "installed"
    wanted = f"{sys.version} {_PACKAGES}"
    if not stamp.exists() or stamp.read_text(encoding="utf-8") != wanted:
        print("installing django-viewflow into var/ ...", flush=True)
        venv.create(_HOME, with_pip=True, clear=True)
        subprocess.run([python, "-m", "pip", "install", "-q", "--disable-pip-version-check", *_PACKAGES], check=True)
        stamp.write_text(wanted, encoding="utf-8")
    return python
