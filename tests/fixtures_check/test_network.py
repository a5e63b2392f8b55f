"""The guard that keeps the tests on this machine."""

import contextlib
import socket

import pytest


@pytest.mark.parametrize("host", ["192.0.2.1", "example.org", "0.0.0.0"])
def test_leaving_the_machine_is_refused_and_noted(network_guard, host):
    with contextlib.closing(socket.socket()) as client, pytest.raises(ConnectionRefusedError, match="may not reach"):
        client.connect((host, 80))
    assert network_guard.attempts == [host]
    network_guard.attempts.clear()


def test_looking_up_a_name_is_refused_and_noted(network_guard):
    with pytest.raises(ConnectionRefusedError):
        socket.getaddrinfo("example.org", 80)
    assert network_guard.attempts == ["example.org"]
    network_guard.attempts.clear()


def test_loopback_is_open():
    with contextlib.closing(socket.create_server(("127.0.0.1", 0))) as server:
        socket.create_connection(server.getsockname()).close()
