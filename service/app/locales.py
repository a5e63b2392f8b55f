"""In which language one answers: the one chosen, else the first that the browser asks for and we speak."""

from __future__ import annotations

from pathlib import Path

from flask import Flask, request
from flask_babel import Babel

from service import resources
from service.clock import SHANGHAI

LANGUAGES = ("zh_Hans", "zh_Hant", "en")
COOKIE = "language"
_TRADITIONAL = ("zh-tw", "zh-hk", "zh-mo", "zh-hant")


def init_app(app: Flask, default: str) -> None:
    """`default` answers whoever asks for nothing."""
    Babel(
        app,
        default_locale=default if default in LANGUAGES else LANGUAGES[0],
        default_timezone=str(SHANGHAI),
        default_translation_directories=str(Path(resources.__file__).with_name("translations")),
        locale_selector=_chosen,
    )


def language_of(tag: str) -> str:
    """The language of ours for a tag: zh-HK is written in traditional characters, zh in simplified ones."""
    plain = tag.replace("_", "-").lower()
    if plain.startswith(_TRADITIONAL):
        return "zh_Hant"
    return "zh_Hans" if plain.split("-")[0] == "zh" else "en"


def _chosen() -> str | None:
    cookie = request.cookies.get(COOKIE, "").replace("-", "_")
    if cookie in LANGUAGES:
        return cookie
    wanted = [tag for tag, _ in request.accept_languages if tag != "*"]
    spoken = [tag for tag in wanted if tag.lower().startswith(("zh", "en"))]
    return language_of((spoken or wanted)[0]) if wanted else None
