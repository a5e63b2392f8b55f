"""The command itself, from an empty folder to a verified installation, as an operator types it."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

COMMAND = Path(sys.executable).with_name("transfer-desk")


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_an_operator_sets_up_an_installation(nowhere):
    assert call("init")[0] == 0
    assert call("import", "organizations", "dadukou")[:2] == (0, "新建 108 行\n")
    assert call("import", "organizations", "dadukou")[:2] == (0, "没有变化 108 行\n")
    code, said, _ = call("users", "create", "admin", "--role", "administrator", "--organization", "500104")
    assert (code, "一次性密码" in said) == (0, True)
    code, token, _ = call("tokens", "create", "admin")
    assert (code, token.startswith("td_"), len(token.split())) == (0, True, 1)
    assert call("workflows", "check")[0] == 0
    assert call("audit", "verify")[0] == 0
    assert call("users", "create")[0] == 2
    drop_a_rule(nowhere)
    code, said, _ = call("audit", "verify")
    assert (code, "history_lines_no_update" in said) == (3, True)
    code, _, told = call("users", "list")
    assert (code, "Traceback" in told) == (1, False)


def call(*words):
    done = subprocess.run(
        [COMMAND, *words], env=dict(os.environ), capture_output=True, text=True, encoding="utf-8", check=False
    )
    return done.returncode, done.stdout, done.stderr


def drop_a_rule(home):
    connection = sqlite3.connect(home / "transfer-desk.sqlite")
    connection.execute("DROP TRIGGER history_lines_no_update")
    connection.close()
