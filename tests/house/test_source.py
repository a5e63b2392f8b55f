"""Rules over the source: who commits, who asks the time, how long a file is, what it may be called."""

import re

import pytest

from tests.house.source import ROOT, calls, modules, name_of

FORBIDDEN_NAMES = {"utils", "helpers", "common", "misc", "manager", "handler", "processor"}
LONGEST_FILE = 250
ASKS_THE_MACHINE = {
    ("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today"),
    ("time", "time"), ("time", "time_ns"), ("time", "localtime"), ("time", "gmtime"),
}  # fmt: skip
FOREIGN_ADDRESS = re.compile(r"""https?://(?!www\.w3\.org/)[^\s"'<>)]*|["'(=\s]//[a-z0-9-]+\.[a-z]""", re.IGNORECASE)
READ_BY_BROWSERS = {".html", ".txt", ".css", ".js", ".svg", ".json", ".webmanifest", ".xml", ".jinja", ".j2"}


def test_only_the_database_room_commits():
    found = [
        f"{name_of(path)}:{call.lineno}"
        for path in modules("service")
        if name_of(path) != "service/db.py"
        for call, last, _ in calls(path)
        if last == "commit"
    ]
    assert found == []


def test_only_the_clock_asks_the_machine_for_the_time():
    found = [
        f"{name_of(path)}:{call.lineno}"
        for path in modules("service", "workflows")
        if name_of(path) != "service/clock.py"
        for call, last, before in calls(path)
        if (before.rpartition(".")[2], last) in ASKS_THE_MACHINE
    ]
    assert found == []


@pytest.mark.parametrize("path", modules("service", "workflows"), ids=name_of)
def test_no_file_is_too_long_to_read(path):
    assert len(path.read_text("utf-8").splitlines()) <= LONGEST_FILE


def test_every_module_is_named_by_what_it_is_about():
    found = [
        name_of(path) for path in modules("service", "workflows") if FORBIDDEN_NAMES & {path.stem, path.parent.name}
    ]
    assert found == []


def test_pages_ask_no_other_machine_for_anything():
    folders = (ROOT / "templates", ROOT / "service" / "static")
    found = [
        f"{name_of(path)}: {match.group().strip()}"
        for folder in folders
        for path in sorted(folder.rglob("*"))
        if path.suffix in READ_BY_BROWSERS
        for match in FOREIGN_ADDRESS.finditer(path.read_text("utf-8"))
    ]
    assert found == []
