"""The web server and the worker as processes."""

import http.client
import json
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

COMMAND = Path(sys.executable).with_name("transfer-desk")


def test_one_pass_of_the_worker_raises_what_is_due(run, installed, set_now):
    installed.drive_to("outflow_review")
    set_now("2026-12-09T09:00:00+08:00")
    first, second = (json.loads(run("worker", "--once", "--json").stdout) for _ in range(2))
    assert first["raised"] > 0
    assert (second["raised"], second["failed"]) == (0, [])


@pytest.mark.slow
@pytest.mark.parametrize("verb", [["serve", "--port", "0"], ["worker"]])
def test_a_process_that_is_told_to_stop_ends_well(installed, verb):
    process = subprocess.Popen(
        [COMMAND, *verb], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
    )
    assert process.stdout is not None
    assert process.stderr is not None
    try:
        if verb[0] == "serve":
            address = process.stdout.readline().strip()
            connection = http.client.HTTPConnection(address.removeprefix("http://").strip("/"))
            connection.request("GET", "/healthz")
            assert connection.getresponse().status == 200
            connection.close()
        else:
            assert "worker started" in process.stderr.readline()
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=60) == 0
    finally:
        process.kill()
        process.communicate()


def test_a_port_that_is_taken_is_told_in_a_sentence(run, installed):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = run("serve", "--port", taken.getsockname()[1])
    assert (done.exit_code, "Traceback" in done.output) == (1, False)
