"""Files that mean harm are refused quickly, in little memory, with the reason and what to do."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from service import messages
from tests.service.intake.hostile import HOSTILE

SECONDS, MEBIBYTES = 2, 200
READ = """
import json, resource, sys
resource.setrlimit(resource.RLIMIT_AS, (700 * 2**20, 700 * 2**20))
from service.errors import DeskError
from service.intake.roster_columns import read_roster_file
def peak():  # getrusage counts what the parent had at the fork
    with open("/proc/self/status") as lines:
        return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))
content = open(sys.argv[1], "rb").read()
begun = resource.getrusage(resource.RUSAGE_SELF)
try:
    read_roster_file(content)
    told = None
except DeskError as error:
    told = [error.values.get("reason") or error.values.get("limit"), [refusal.code for refusal in error.refusals]]
used = resource.getrusage(resource.RUSAGE_SELF)
seconds = used.ru_utime + used.ru_stime - begun.ru_utime - begun.ru_stime
print(json.dumps({"told": told, "seconds": seconds, "mebibytes": peak() / 1024}))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the memory is not told")
@pytest.mark.parametrize("make", HOSTILE, ids=lambda make: make.__name__)
def test_a_hostile_file_is_refused_within_two_seconds_and_two_hundred_mebibytes(make, tmp_path):
    file = tmp_path / "upload"
    file.write_bytes(make())
    command = [sys.executable, "-c", READ, str(file)]
    done = subprocess.run(command, cwd=Path(__file__).parents[3], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    answer = json.loads(done.stdout)
    reason, codes = answer["told"]
    assert reason == HOSTILE[make]
    assert [messages.is_known(code) for code in codes] == [True]
    assert answer["seconds"] < SECONDS
    assert answer["mebibytes"] < MEBIBYTES
