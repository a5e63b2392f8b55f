"""Puts the frame around every page: one statement, whatever the page is."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request
from flask_babel import get_locale

from service import clock
from service.installation import kind_of
from service.login import current_actor, current_database, signed_in_actor
from service.permissions import Actor
from service.presentation import frame
from service.queries.frame import Seen, frame_counts

SIZE_COOKIE, SEEN_COOKIE = "size", "notices_seen"


def install(blueprint: Blueprint) -> None:
    """For the pages of all blueprints, and for those that say what went wrong."""
    blueprint.app_context_processor(surroundings)


def surroundings() -> dict[str, Any]:
    """The frame, the side list and the banners."""
    everything = signed_in_actor()
    if everything is None:
        with current_database().read() as tx:
            banners = frame.banners_of(kind_of(tx))
        return {"frame": frame.frame_for_stranger(_here()), "navigation": [], "banners": banners}
    actor, here = current_actor(), _here()
    with current_database().read() as tx:
        counts, now = frame_counts(tx, actor, seen_by(actor)), tx.now
    printed_at = now.astimezone(clock.SHANGHAI).strftime("%Y-%m-%d %H:%M")
    return {
        "frame": frame.frame_for(actor, everything, here, counts, printed_at),
        "navigation": frame.navigation_for(actor, here, counts),
        "banners": frame.banners_for(actor, everything, counts, clock.day_of(now)),
    }


def seen_by(actor: Actor) -> Seen:
    """Up to where this person has read, as the browser remembers it."""
    parts = request.cookies.get(SEEN_COOKIE, "").split(".")
    numbers = [int(part) for part in parts if part.isascii() and part.isdigit() and len(part) < 19]
    user_id, notice, alert = numbers if len(numbers) == len(parts) == 3 else (0, 0, 0)
    return Seen(notice, alert) if user_id == actor.user_id else Seen()


def _here() -> frame.Here:
    address = request.full_path.rstrip("?") if request.method == "GET" else request.path
    return frame.Here(
        endpoint=request.endpoint or "",
        url=address,
        language=str(get_locale() or "zh_Hans").replace("_", "-"),
        size=request.cookies.get(SIZE_COOKIE, ""),
        search=request.args.get("q", "") if request.endpoint == "cases.index" else "",
    )
