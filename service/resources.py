"""Where the folders that are no Python lie: beside the source while developing, inside the package once installed."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def templates_dir() -> Path:
    """The page and message templates."""
    return _folder("templates")


def migrations_dir() -> Path:
    """The steps of the database's schema."""
    return _folder("migrations")


def _folder(name: str) -> Path:
    # The packaged copy first: beside an installed package any other project may have left a folder of the same name.
    packaged = _PACKAGE / f"_{name}"
    return packaged if packaged.is_dir() else _PACKAGE.parent / name
