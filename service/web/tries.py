"""How often an address may ask at a page that is open to all: a budget for each minute, kept by this process."""

from __future__ import annotations

import math
from collections import OrderedDict, deque
from collections.abc import Callable
from ipaddress import ip_address
from threading import Lock
from time import monotonic

from flask import request

from service.errors import RateLimited

SECONDS = 60
BUDGET = 30
ADDRESSES_KEPT = 10_000


class Tries:
    """What each address spent within the last minute; the addresses that have been silent longest are forgotten."""

    def __init__(self, seconds: Callable[[], float] = monotonic) -> None:
        self._seconds, self._lock = seconds, Lock()
        self._spent: OrderedDict[str, deque[tuple[float, int]]] = OrderedDict()

    def spend(self, address: str, price: int = 1) -> None:
        """Raises RateLimited (`retry_after`, in seconds) when the budget is used up; then nothing is spent."""
        with self._lock:
            now, spent = self._seconds(), self._of(address)
            while spent and spent[0][0] <= now - SECONDS:
                spent.popleft()
            if sum(paid for _at, paid in spent) >= BUDGET:
                raise RateLimited(retry_after=max(1, math.ceil(spent[0][0] + SECONDS - now)))
            spent.append((now, price))

    def _of(self, address: str) -> deque[tuple[float, int]]:
        spent = self._spent.setdefault(address, deque())
        self._spent.move_to_end(address)
        while len(self._spent) > ADDRESSES_KEPT:
            self._spent.popitem(last=False)
        return spent


def address_of_request() -> str:
    """Who asks: behind a proxy on this machine, the address that the proxy saw."""
    peer = request.remote_addr or ""
    seen = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    return seen if seen and _is_here(peer) else peer


def _is_here(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:  # a socket of the file system has no address
        return not address
