"""Steps a second over HTTP, against the same statements sent by pgbench from the same number of clients."""

from __future__ import annotations

import re
import subprocess

from tests.benchmark.figures import ROUNDS, Figure, ratio
from tests.benchmark.fill import FIRST_CASE, organization_at
from tests.benchmark.ground import Ground, plain_url
from tests.benchmark.load import CLIENTS, Client, rate
from tests.benchmark.ping_pong import LINES, VERSION, cases_of_the_street, stepper
from tests.benchmark.replay import script
from tests.benchmark.speakers import token_at

_RATE = re.compile(r"tps = ([\d.]+) \(without")
_WORDS = "{:.0f} steps/s over HTTP, {:.0f} by pgbench"


def measure(ground: Ground) -> list[Figure]:
    """HTTP and pgbench in turn, on cases of their own."""
    over_http, by_pgbench = [], []
    with ground.desk("steps", 10_000, version=VERSION, lines=LINES) as desk:
        token = token_at(desk.database, "street_committee", organization_at("street_committee"))
        *groups, last = cases_of_the_street(desk.database, CLIENTS + 1)
        text, _ = script(desk, token, last[0], FIRST_CASE)
        file = ground.folder / "steps.sql"
        file.write_text(text, encoding="utf-8")
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        with desk.served() as ports:
            askers = [stepper(Client(ports[nth % len(ports)], headers), cases) for nth, cases in enumerate(groups)]
            rate(askers, 3)
            for _ in range(ROUNDS):
                over_http.append(rate(askers, ground.seconds))
                by_pgbench.append(2 * _pgbench(ground, str(file), desk.config.database_url))
    return [ratio("HTTP steps / pgbench", 0.15, over_http, by_pgbench, _WORDS)]


def _pgbench(ground: Ground, file: str, url: str) -> float:
    """How many times a second the script was gone through."""
    done = subprocess.run(
        [
            ground.programs / "pgbench", "-n", "-f", file, "-c", str(CLIENTS), "-j", "2",
            "-T", str(max(2, round(ground.seconds))), plain_url(url),
        ],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    found = _RATE.search(done.stdout)
    if done.returncode or found is None or "number of failed transactions: 0" not in done.stdout:
        raise RuntimeError(f"pgbench: {done.stdout}\n{done.stderr}")
    return float(found[1])
