"""All sentences and labels that people read, and the catalogues that translate them.

`python -m tests.house.catalogues` brings both catalogues up to date: new sentences are added empty, those gone are
dropped, and the compiled files are written anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from os import PathLike
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from service import messages
from workflows import WORKFLOWS
from workflows.codes import CODE_LISTS, PARTIES
from workflows.everywhere import EVERYWHERE
from workflows.fields import FIELDS
from workflows.signals import SIGNALS

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "service" / "translations"
LOCALES = ("en", "zh_Hant")
_METHODS = [
    ("service/**.py", "python"),
    ("workflows/**.py", "python"),
    ("templates/**.html", "jinja2"),
    ("templates/**.txt", "jinja2"),
]
_PLURAL = "ngettext"
_KEYWORDS = {"_": None, "_l": None, "gettext": None, "lazy_gettext": None, _PLURAL: (1, 2)}
_NO_DATE = datetime(2000, 1, 1, tzinfo=UTC)
"""The files say nothing of when they were written, so that only a new sentence changes them."""
_CHINESE = re.compile(r"[\u3400-\u9fff]")


def collect() -> set[str]:
    """Every message id: what the sources mark, the sentences of codes, and the labels of definitions and lists."""
    return {text for text in (*_marked(), *_sentences(), *_labels()) if text}


def counted() -> set[str]:
    """Those of them that count something: other languages have a form for one and a form for many."""
    return {text for text, counts in _marked().items() if counts}


@cache
def _marked() -> dict[str, bool]:
    """What the sources mark, and whether it counts."""
    marked: dict[str, bool] = {}
    found_in = extract_from_dir(
        str(ROOT), method_map=_METHODS, keywords=_KEYWORDS, options_map={}, directory_filter=_is_ours
    )
    for found in found_in:
        counts = isinstance(found[2], tuple)
        text = str(found[2][0] if counts else found[2])
        marked[text] = marked.get(text, False) or counts
    return marked


def path_of(locale: str, ending: str = "po") -> Path:
    """Where a locale's catalogue lies."""
    return FOLDER / locale / "LC_MESSAGES" / f"messages.{ending}"


def read(locale: str) -> Catalog:
    """A locale's catalogue as it is committed."""
    catalogue = read_po(BytesIO(path_of(locale).read_bytes()), locale=locale)
    catalogue.creation_date = catalogue.revision_date = _NO_DATE
    return catalogue


def compiled(catalogue: Catalog) -> bytes:
    """What the program reads."""
    written = BytesIO()
    write_mo(written, catalogue)
    return written.getvalue()


def update(locale: str) -> None:
    """Write a locale's catalogue with exactly the sentences there are."""
    before = read(locale) if path_of(locale).exists() else Catalog(locale=locale)
    after = Catalog(locale=locale, project="transfer-desk", fuzzy=False)
    plurals = counted()
    for text in sorted(collect()):
        known = before.get(text)
        string = known.string if known else ""
        if text in plurals:
            forms = (string,) * after.num_plurals if isinstance(string, str) else tuple(map(str, string or ()))
            after.add((text, text), string=forms)
        else:
            after.add(text, string=string)
    path_of(locale).parent.mkdir(parents=True, exist_ok=True)
    written = BytesIO()
    write_po(written, after, omit_header=False, width=120, sort_output=True)
    # The header's dates would make every run a change.
    text = re.sub(r'^"(POT-Creation-Date|PO-Revision-Date): .*\n', "", written.getvalue().decode(), flags=re.MULTILINE)
    path_of(locale).write_text(text, encoding="utf-8")
    path_of(locale, "mo").write_bytes(compiled(read(locale)))


def _is_ours(folder: str | PathLike[str]) -> bool:
    """The parts of pages lie in a folder whose name begins with a line, which is left out by default."""
    return not Path(folder).name.startswith(".")


def _sentences() -> Iterator[str]:
    for sentences in (*messages.REFUSALS.values(), *messages.ERRORS.values(), *messages.AUDIT.values()):
        yield from sentences


def _labels() -> Iterator[str]:
    for workflow in WORKFLOWS.values():
        definition = workflow.definition
        yield definition.label
        yield from (state.label for state in definition.states)
        yield from (step[1] for step in definition.steps)
        for action in definition.actions:
            yield from (action.label, action.help)
            yield from (use.label for use in action.fields)
    for shared in EVERYWHERE.values():
        yield from (shared.label, shared.help)
    yield from (field.label for field in FIELDS.values())
    for signal in SIGNALS.values():
        yield from (signal.label, signal.rule)
    yield from PARTIES.values()
    for choices in CODE_LISTS.values():
        yield from (label for label in choices.values() if _CHINESE.search(label))


if __name__ == "__main__":
    for name in LOCALES:
        update(name)
