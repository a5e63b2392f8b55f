"""A roster four times as long is checked and carried out in the memory of the short one."""

import json
import subprocess
import sys

import pytest

from service.casework.files import NewFile
from service.intake.imports import hand_in
from tests.builders import make_id_number
from tests.house.source import ROOT
from tests.service.intake.sheets import workbook

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the memory is not told"),
]
FEW, MANY = 1_000, 4_000
HEAD = ["姓名", "身份证号", "所在党支部", "入党时间", "工作单位", "联系电话"]
KIBIBYTES_A_ROW = 1.5
"""The text of a row is kept, a third of this: the file is read once. What is made of it is not."""


def person(number):
    """Every second one is at fault, and some of those belong to a branch that nobody knows, each to another."""
    born = f"{1940 + number // 900 % 60}{number // 54_000 + 1:02}15"
    unit = f"没有的第{number}支部" if number % 100 == 0 else "D-branch"
    identity = make_id_number(serial=number % 900 + 1, born=born) if number % 2 else "329901196501014410"
    return ["周国栋", identity, unit, "1998.07", f"盛达建材有限公司{number}", f"139{number:08}"]


def memory_of(driver, numbers):
    """In KiB: before, after the check, and after carrying it out, each the most until then."""
    rows, lines = len(numbers), [HEAD, *map(person, numbers)]
    file = NewFile("名册.xlsx", "", workbook(dict(enumerate(lines, start=1))))
    key = driver.database.transact(lambda tx: hand_in(tx, driver.actor("street"), file)).id
    asked = ("", str(driver.config.home), key, str(driver.actor("street").user_id))
    done = subprocess.run(
        [sys.executable, "-m", "tests.service.intake.importing", *asked],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["counts"] == {"created": rows // 2, "rejected": rows // 2, "unchanged": 0}
    return told


def test_memory_does_not_grow_with_the_roster(sqlite_driver):
    few, many = (memory_of(sqlite_driver, numbers) for numbers in (range(FEW), range(FEW, FEW + MANY)))
    for stage in ("checked", "applied"):
        assert (many[stage] - few[stage]) / (MANY - FEW) < KIBIBYTES_A_ROW, (stage, few, many)
