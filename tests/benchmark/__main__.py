"""`./run bench`: measure, print the table, end."""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from typing import NoReturn

from tests.benchmark import against_viewflow, imports, letters, memory, steps, sweep, worklist
from tests.benchmark.figures import Figure, table
from tests.benchmark.ground import Ground, laid

MEASUREMENTS: dict[str, Callable[[Ground], list[Figure]]] = {
    "steps": steps.measure,
    "viewflow": against_viewflow.measure,
    "sweep": sweep.measure,
    "worklist": worklist.measure,
    "import": imports.measure,
    "memory": memory.measure,
    "letters": letters.measure,
}
LONGEST_SECONDS = 14 * 60


def main() -> None:
    """A missed figure is a result; only what could not be measured is a failure, told at the end."""
    parser = argparse.ArgumentParser(prog="./run bench", description="Everything is measured on this machine only.")
    parser.add_argument("--only", choices=MEASUREMENTS, action="append", help="may be given more than once")
    parser.add_argument("--quick", action="store_true", help="shorter rounds and 100,000 cases instead of 1,000,000")
    asked = parser.parse_args()
    signal.signal(signal.SIGTERM, _leave)
    signal.signal(signal.SIGALRM, _stop)
    signal.alarm(LONGEST_SECONDS)
    began, load = time.monotonic(), os.getloadavg()
    with laid(quick=asked.quick) as ground:
        figures, failed = _measure(ground, asked.only or list(MEASUREMENTS))
    print("\n" + table(figures))
    after = os.getloadavg()
    print(
        f"\n{os.cpu_count()} cores, load average {load[0]:.1f} before and {after[0]:.1f} after, "
        f"{(time.monotonic() - began) / 60:.1f} minutes"
    )
    if failed:
        sys.exit("\n".join(failed))


def _measure(ground: Ground, names: list[str]) -> tuple[list[Figure], list[str]]:
    figures: list[Figure] = []
    failed: list[str] = []
    for name in names:
        print(f"{name} ...", flush=True)
        try:
            found = MEASUREMENTS[name](ground)
        except TimeoutError as error:
            failed.append(f"{name} and what comes after it could not be measured: {error}")
            break
        except (RuntimeError, OSError, subprocess.CalledProcessError) as error:
            failed.append(f"{name} could not be measured: {error}")
            continue
        figures += found
        print(table(found), flush=True)
    return figures, failed


def _stop(_number: int, _frame: object) -> NoReturn:
    raise TimeoutError(f"not done after {LONGEST_SECONDS // 60} minutes")


def _leave(_number: int, _frame: object) -> NoReturn:
    raise SystemExit(143)  # so that the server and its files go too


if __name__ == "__main__":
    main()
