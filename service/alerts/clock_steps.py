"""A step that the clock takes: whoever was faster is let go first, and one that fails holds up no other."""

from __future__ import annotations

from collections.abc import Callable

import structlog

from service.db import Database, Transaction
from service.errors import DeskError

log = structlog.get_logger()


def clock_step(
    database: Database,
    step: Callable[[Transaction], object],
    missed: str,
    *expected: type[DeskError],
    **about: str,
) -> bool:
    """Whether it was taken, in a transaction of its own. If not, the log says `missed`, and `about` what.

    What is `expected` comes of another worker or a person who was faster: the next look finds what is then.
    """
    try:
        database.transact(step)
    except expected as lost:
        log.info(missed, code=lost.code, **about)
        return False
    except Exception:
        log.exception(missed, **about)
        return False
    return True
