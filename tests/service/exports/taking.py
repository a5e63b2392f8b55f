"""Takes the roster out in a process of its own, and prints the rows, the bytes, and the memory it took at most."""

from __future__ import annotations

import json
import resource
import sys

from service.config import Config
from service.exports.lists import Members
from service.exports.take_out import Export, take_out
from service.installation import open_database
from service.queries.users import actor_of_token


def main(home: str, token: str, kind: str) -> None:
    database = open_database(Config.from_environment({"TRANSFER_DESK_HOME": home}))
    with database.read() as tx:
        actor = actor_of_token(tx, token)
    assert actor is not None
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    taken = take_out(database, actor, Export(Members(), "全部", "csv" if kind == "csv" else "xlsx"))
    with taken.file:
        size = taken.file.seek(0, 2)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps({"rows": taken.rows, "bytes": size, "before": before // 1024, "peak": peak // 1024}))
    database.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
