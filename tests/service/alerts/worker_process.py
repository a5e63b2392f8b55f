"""The real worker as a process of its own, for tests that kill it: python -m tests.service.alerts.worker_process."""

import signal
import threading

from service.alerts.worker import run
from service.config import Config
from service.db import Database
from service.vault import Vault


def main() -> None:
    config, stop = Config.from_environment(), threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    database = Database(config.database_url, Vault.open(config.key_file))
    run(stop, database, config, pause=0.05)
    database.close()


if __name__ == "__main__":
    main()
