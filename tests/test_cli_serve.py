"""`saldo serve`: one line when people can be let in, the next free port, a clean end."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests

from saldo.cli.serve import serving_port
from saldo.settings import child_environment, read
from tests.front import free_port, own_office, until


@contextmanager
def _serving(home: Path, *words: str, **env: str) -> Iterator[subprocess.Popen[str]]:
    log = (home.parent / "serve.log").open("w")
    process = subprocess.Popen(
        [sys.executable, "-c", "from saldo.cli import main; main()", "serve", *words],
        env={**child_environment(read(home)), **env},
        stdout=subprocess.PIPE,
        stderr=log,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait(10)
        log.close()


def _answers(port: int) -> bool:
    try:
        return requests.get(f"http://127.0.0.1:{port}/healthz", timeout=1).ok
    except requests.RequestException:
        return False


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT])
def test_it_says_its_address_once_ready_and_ends_cleanly(tmp_path: Path, ending: int) -> None:
    port = free_port()
    with _serving(tmp_path / "home", "--port", str(port)) as process:
        line = process.stdout.readline()
        ready = requests.get(f"http://127.0.0.1:{port}/readyz", timeout=5).text
        process.send_signal(ending)
        code = process.wait(20)
        rest = process.stdout.read()

    assert (line, ready) == (f"Saldo: http://127.0.0.1:{port}\n", "ready")
    assert (code, rest) == (0, "")
    assert not _answers(port)


def test_a_busy_default_port_gives_way_to_the_next_free_one(tmp_path: Path) -> None:
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        port = busy.getsockname()[1]
        with _serving(tmp_path / "home", SALDO_PORT=str(port)) as process:
            line = process.stdout.readline()
            told = serving_port(read(tmp_path / "home"))
            process.terminate()
            process.wait(20)

    found = int(line.removeprefix("Saldo: http://127.0.0.1:"))
    assert port < found < port + 50
    assert told == found, "links are made with the port that is served"
    assert serving_port(read(tmp_path / "home")) is None


def test_a_busy_port_that_was_asked_for_is_said(tmp_path: Path) -> None:
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        port = busy.getsockname()[1]
        with _serving(tmp_path / "home", "--port", str(port)) as process:
            code = process.wait(30)

    said = (tmp_path / "serve.log").read_text()
    assert code == 1
    assert said == f"saldo: port {port} is taken; without --port a free one is found\n"


def test_killed_it_leaves_no_server_behind(tmp_path: Path) -> None:
    port = free_port()
    with _serving(tmp_path / "home", "--port", str(port)) as process:
        process.stdout.readline()

        os.kill(process.pid, signal.SIGKILL)

        until(lambda: not _answers(port), seconds=15)


@pytest.mark.parametrize(
    ("env", "said"),
    [
        ({"SALDO_HOST": "0.0.0.0"}, "SALDO_BASE_URL"),
        ({"SALDO_BASE_URL": "http://saldo.example.se"}, "https://"),
        ({"SALDO_SIGNING_KEY": "secret"}, "SALDO_SIGNING_KEY"),
    ],
)
def test_it_refuses_to_serve_unprotected(tmp_path: Path, env: dict[str, str], said: str) -> None:
    """Trust: refuse to start with a default or short key; no sign-in in the clear."""
    with _serving(tmp_path / "home", **env) as process:
        code = process.wait(30)

    log = (tmp_path / "serve.log").read_text()
    assert code == 2
    assert said in log
    assert log.count("\n") == 1


def test_a_switched_off_safeguard_keeps_the_app_from_starting(tmp_path: Path) -> None:
    own_office(tmp_path / "home").desk.close()
    with _serving(tmp_path / "home", STREAMLIT_CLIENT_SHOW_ERROR_DETAILS="full") as process:
        code = process.wait(60)

    assert code == 1
    assert "client.showErrorDetails" in (tmp_path / "serve.log").read_text()
