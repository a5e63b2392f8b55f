"""The most memory that checking and carrying out a roster takes, a long one against a short one, each in a process."""

from __future__ import annotations

import json
import subprocess
import sys

from service.casework.files import NewFile
from service.intake.imports import hand_in
from tests.benchmark.figures import Figure, ratio
from tests.benchmark.ground import ROOT, Ground
from tests.benchmark.imports import ROWS, roster

FEW = 4_000
QUICK_ROWS = 16_000
_KIBIBYTES = 1024


def measure(ground: Ground) -> list[Figure]:
    """100,000 rows, or 16,000, against 4,000; whole processes, with the interpreter and all that is loaded."""
    many = QUICK_ROWS if ground.quick else ROWS
    short, long = _peak(ground, FEW), _peak(ground, many)
    words = f"{many:,} rows: {{:.0f}} MiB, {{:.0f}} MiB for {FEW:,}"
    return [ratio("memory of an import", 1.5, [long], [short], words, at_most=True)]


def _peak(ground: Ground, rows: int) -> float:
    """In MiB."""
    with ground.driver(f"memory-{rows}") as driver:
        actor, file = driver.actor("street"), NewFile("名册.xlsx", "", roster(rows))
        key = driver.database.transact(lambda tx: hand_in(tx, actor, file)).id
        asked = (driver.config.database_url, str(driver.config.home), key, str(actor.user_id))
        done = subprocess.run(
            [sys.executable, "-m", "tests.service.intake.importing", *asked],
            cwd=ROOT, capture_output=True, text=True, check=True,
        )  # fmt: skip
    told = json.loads(done.stdout.splitlines()[-1])
    if told["counts"].get("created") != rows:
        raise RuntimeError(f"not every row was created: {told['counts']}")
    return float(told["applied"]) / _KIBIBYTES
