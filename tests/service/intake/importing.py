"""Checks and carries out a roster in a process of its own, and prints how far it came and the memory it took."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from service.config import Config
from service.installation import open_database
from service.intake.imports import apply_import
from service.jobs import run_waiting
from service.queries.imports import own_import
from service.queries.users import actor_of_user

_STATUS = Path("/proc/self/status")


def kibibytes(name: str) -> int:
    """VmRSS is what the process holds now, VmHWM the most that it held; getrusage counts the parent's at the fork."""
    lines = _STATUS.read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name))


def main(url: str, home: str, import_id: str, user_id: str) -> None:
    environment = {"TRANSFER_DESK_HOME": home} | ({"TRANSFER_DESK_DATABASE_URL": url} if url else {})
    database = open_database(Config.from_environment(environment))
    with database.read() as tx:
        actor = actor_of_user(tx, int(user_id))
    assert actor is not None
    before = kibibytes("VmRSS")
    run_waiting(database)
    checked = kibibytes("VmHWM")
    database.transact(lambda tx: apply_import(tx, actor, import_id))
    run_waiting(database)
    with database.read() as tx:
        counts = own_import(tx, actor, import_id).counts
    print(json.dumps({"counts": counts, "before": before, "checked": checked, "applied": kibibytes("VmHWM")}))
    database.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
