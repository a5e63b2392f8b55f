"""The demonstration as a command: it leaves other databases alone, and is ready to be used."""

import http.client
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from service.cli.demo import settings_for

COMMAND = Path(sys.executable).with_name("transfer-desk")


def test_a_database_that_is_no_demonstration_is_left_alone(run, installed):
    file = installed.config.home / "transfer-desk.sqlite"
    before = file.read_bytes()
    done = run("demo", "--port", "0")
    assert (done.exit_code, str(file) in done.stderr, file.read_bytes() == before) == (1, True, True)


def test_a_file_that_is_no_installation_is_left_alone(run, nowhere):
    nowhere.mkdir()
    (nowhere / "transfer-desk.sqlite").write_bytes(b"")
    (nowhere / "keys.json").write_text("{}")
    assert run("demo", "--port", "0").exit_code == 1
    assert (nowhere / "transfer-desk.sqlite").read_bytes() == b""


def test_a_database_on_a_server_is_not_touched(run, nowhere, monkeypatch):
    monkeypatch.setenv("TRANSFER_DESK_DATABASE_URL", "postgresql+psycopg://desk@127.0.0.1:1/desk")
    done = run("demo", "--port", "0")
    assert (done.exit_code, "TRANSFER_DESK_DATABASE_URL" in done.stderr) == (1, True)


@pytest.mark.parametrize(("size", "home"), [(None, "var/demo"), ("s", "var/demo"), ("l", "var/demo-l")])
def test_each_size_has_a_home_of_its_own(size, home):
    assert settings_for(size).home == Path(home).absolute()


def test_an_unknown_size_is_wrong_usage(run):
    assert run("demo", "--size", "xxl").exit_code == 2


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_it_starts_shows_five_sign_ins_and_starts_again_with_what_it_has(nowhere):
    first, second = _start_and_stop(nowhere), _start_and_stop(nowhere)
    assert ("正在准备" in first, "正在准备" in second) == (True, False)
    assert len(re.findall(r"^  \S+ +\S+ +\S+", second, re.MULTILINE)) == 5


def _start_and_stop(home):
    environment = {**os.environ, "TRANSFER_DESK_HOME": str(home)}
    process = subprocess.Popen(
        [COMMAND, "demo", "--port", "0"], env=environment, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    )
    assert process.stdout is not None
    try:
        said = _read_until_address(process.stdout)
        address = said.splitlines()[-1].partition("http://")[2].strip("/")
        connection = http.client.HTTPConnection(address)
        connection.request("GET", "/login")
        answer = connection.getresponse()
        assert (answer.status, "演示账号" in answer.read().decode()) == (200, True)
        connection.close()
        process.send_signal(signal.SIGTERM)
        rest = process.stdout.read()  # by the same stream: it may hold lines that it has read ahead
        assert process.wait(60) == 0
        return said + rest
    finally:
        process.kill()
        process.communicate()


def _read_until_address(stream):
    said = ""
    while "http://" not in said:
        line = stream.readline()
        assert line, said
        said += line
    return said
