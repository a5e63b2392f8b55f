"""`./run bench`: measure, print the table, end."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Callable

from tests.benchmark import against_viewflow, steps, sweep, worklist
from tests.benchmark.figures import Figure, table
from tests.benchmark.ground import Ground, laid

MEASUREMENTS: dict[str, Callable[[Ground], list[Figure]]] = {
    "steps": steps.measure,
    "viewflow": against_viewflow.measure,
    "worklist": worklist.measure,
    "sweep": sweep.measure,
}


def main() -> None:
    """A measurement that could not be taken is told at the end and does not stop the others."""
    parser = argparse.ArgumentParser(prog="./run bench", description="Everything is measured on this machine only.")
    parser.add_argument("--only", choices=MEASUREMENTS, action="append", help="may be given more than once")
    parser.add_argument("--quick", action="store_true", help="shorter rounds and 100,000 cases instead of 1,000,000")
    asked = parser.parse_args()
    began, load = time.monotonic(), os.getloadavg()
    figures: list[Figure] = []
    failed: list[str] = []
    with laid(quick=asked.quick) as ground:
        for name in asked.only or MEASUREMENTS:
            print(f"{name} ...", flush=True)
            try:
                found = MEASUREMENTS[name](ground)
            except (RuntimeError, OSError, subprocess.CalledProcessError) as error:
                failed.append(f"{name} could not be measured: {error}")
                continue
            figures += found
            print(table(found), flush=True)
    print("\n" + table(figures))
    after = os.getloadavg()
    print(
        f"\n{os.cpu_count()} cores, load average {load[0]:.1f} before and {after[0]:.1f} after, "
        f"{(time.monotonic() - began) / 60:.1f} minutes"
    )
    if failed:
        sys.exit("\n".join(failed))


if __name__ == "__main__":
    main()
