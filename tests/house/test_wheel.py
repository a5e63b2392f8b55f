"""What is built is what is used: the wheel alone, in an empty environment, gives the whole product."""

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.house.source import ROOT

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600), pytest.mark.xdist_group("wheel")]
LEFT_BEHIND = shutil.ignore_patterns(".*", "__pycache__", "*.egg-info", "build", "dist", "var", "tests", "docs")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    source, made = tmp_path_factory.mktemp("source") / "transfer-desk", tmp_path_factory.mktemp("wheel")
    shutil.copytree(ROOT, source, ignore=LEFT_BEHIND)
    _run(sys.executable, "-m", "build", "--outdir", made, source)  # the archive first, then the wheel from the archive
    (built,) = made.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def environment(wheel, tmp_path_factory):
    folder = tmp_path_factory.mktemp("environment")
    _run(sys.executable, "-m", "venv", folder)
    _run(folder / "bin" / "python", "-m", "pip", "install", "-q", "-c", ROOT / "constraints.txt", wheel)
    return folder / "bin"


@pytest.mark.parametrize(
    ("folder", "packaged"),
    [
        ("templates", "service/_templates"),
        ("migrations", "service/_migrations"),
        ("service/static", "service/static"),
        ("service/translations", "service/translations"),
        ("service/data", "service/data"),
    ],
)
def test_the_wheel_holds_every_file(wheel, folder, packaged):
    names = set(zipfile.ZipFile(wheel).namelist())
    source = ROOT / folder
    files = [
        path.relative_to(source) for path in source.rglob("*") if path.is_file() and "__pycache__" not in path.parts
    ]
    assert [path for path in files if f"{packaged}/{path.as_posix()}" not in names] == []
    assert [name for name in names if "__pycache__" in name] == []


def test_the_command_works(environment, tmp_path):
    command = environment / "transfer-desk"
    assert "demo" in _run(command, "--help", cwd=tmp_path)
    _run(command, "init", cwd=tmp_path)
    assert "108" in _run(command, "import", "organizations", "dadukou", cwd=tmp_path)
    _run(command, "audit", "verify", cwd=tmp_path)


def test_the_folders_are_found_inside_the_package(environment, tmp_path):
    code = "from service import resources; print(resources.templates_dir(), resources.migrations_dir(), sep='\\n')"
    for line in _run(environment / "python", "-c", code, cwd=tmp_path).splitlines():
        assert Path(line).is_dir()
        assert Path(line).is_relative_to(environment.parent)


def _run(*command, cwd=None):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False, cwd=cwd)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
