"""One line in the log for each request, without a name in it, and counters for whoever watches."""

from __future__ import annotations

from collections import Counter
from threading import Lock
from time import perf_counter

import structlog
from flask import Flask, Response, g, request

from service.login import signed_in_actor
from service.problems import reference, request_id

log = structlog.get_logger()
_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"})


def init_app(app: Flask) -> None:
    """Every response bears its request's id. Where nobody has said how to log, lines are JSON."""
    if not structlog.is_configured():
        structlog.configure(processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ])  # fmt: skip
    counters: Counter[tuple[str, str, int]] = Counter()
    lock = Lock()

    def begin() -> None:
        g.began = perf_counter()

    def end(response: Response) -> Response:
        rule = request.url_rule.rule if request.url_rule else "-"  # the rule, never the address: it may name somebody
        response.headers["X-Request-ID"] = request_id()
        with lock:
            counters[_known_method(), rule, response.status_code] += 1
        log.info(
            "request",
            request_id=request_id(),
            method=_known_method(),
            rule=rule,
            status=response.status_code,
            milliseconds=round((perf_counter() - g.get("began", perf_counter())) * 1000, 1),
            user=_user(),
            **({"reference": reference()} if response.status_code >= 400 else {}),
        )
        return response

    def metrics() -> Response:
        with lock:
            lines = [
                f'transfer_desk_requests_total{{method="{method}",rule="{rule}",status="{status}"}} {number}'
                for (method, rule, status), number in sorted(counters.items())
            ]
        head = "# TYPE transfer_desk_requests_total counter"
        return Response("\n".join((head, *lines)) + "\n", content_type="text/plain; version=0.0.4; charset=utf-8")

    app.before_request(begin)
    app.after_request(end)
    app.add_url_rule("/metrics", "metrics", metrics)


def _known_method() -> str:
    return request.method if request.method in _METHODS else "OTHER"


def _user() -> int | None:
    """Who asked, if it is known already: a line in the log is no reason to look."""
    actor = signed_in_actor() if "_login_user" in g else None
    return actor.user_id if actor else None
