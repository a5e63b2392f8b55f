"""Clients that each keep one connection and ask again as soon as they are answered."""

from __future__ import annotations

import http.client
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

CLIENTS = 4


@dataclass
class Client:
    """A keep-alive connection to a server on this machine."""

    port: int
    headers: Mapping[str, str]
    connection: http.client.HTTPConnection = field(init=False)

    def __post_init__(self) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)

    def ask(
        self, method: str, path: str, body: bytes | None = None, **headers: str
    ) -> tuple[http.client.HTTPResponse, bytes]:
        """One request; anything but success ends the measurement. Names of headers are given with underscores."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.connection.request(method, path, body, {**self.headers, **named})
        response = self.connection.getresponse()
        data = response.read()
        if response.status >= 400:
            raise RuntimeError(f"{method} {path}: {response.status} {data[:500].decode(errors='replace')}")
        return response, data


def rate(askers: Sequence[Callable[[], None]], seconds: float) -> float:
    """How often per second all of these, asking at the same time, are answered."""
    began = time.perf_counter()

    def keep_asking(ask: Callable[[], None]) -> int:
        answered = 0
        while time.perf_counter() - began < seconds:
            ask()
            answered += 1
        return answered

    with ThreadPoolExecutor(len(askers)) as pool:
        answered = sum(pool.map(keep_asking, askers))
    return answered / (time.perf_counter() - began)
