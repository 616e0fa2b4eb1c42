"""`saldo serve`: the app of this home, as a child process that ends with this one."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from types import FrameType
from typing import Annotated

import typer

from saldo.cli.first_person import first_person_link
from saldo.settings import ROOT, Settings, child_environment

__all__ = ["CannotServe", "PortTaken", "command", "first_person_link", "serve", "serving_port"]

_PORTS_TO_TRY = 50
_SECONDS_TO_START = 60
_SECONDS_TO_END = 10
_SERVING = ".serving"
_ENDING = (signal.SIGTERM, signal.SIGINT)


class CannotServe(Exception):
    """The app did not start."""


class PortTaken(CannotServe):
    """Something else listens there."""

    def __init__(self, port: int) -> None:
        super().__init__(f"port {port} is taken; without --port a free one is found")


def command(
    port: Annotated[
        int | None,
        typer.Option(min=1, max=65535, help="Default: SALDO_PORT, or the next free one."),
    ] = None,
) -> None:
    """Serve the home until interrupted."""
    from saldo.settings import current

    raise SystemExit(serve(current(), port))


def serve(
    settings: Settings, port: int | None = None, opened: Callable[[str], None] | None = None
) -> int:
    """Serve a home until told to end; the exit code.

    Prints `Saldo: <address>` once people can be let in, then calls `opened` with the address.
    A snapshot of an older version is built anew first.
    Raises `CannotServe`, `UnsafeAddress`, `UnsafeKey`, `DeskError`, `LoadError`, `LoaderBusy`.
    """
    from etl.upgrade import upgrade
    from saldo.access import open_office
    from saldo.web.address import address_of, base_url

    address_of(settings)
    upgrade(settings)
    open_office(settings).desk.close()  # whatever is wrong is said here, in one line
    chosen = _free_port(settings, port)
    child = _start(settings, chosen)
    with _forwarding(child) as ended:
        if _wait_until_ready(child, chosen):
            address = base_url(settings, chosen)
            (settings.home / _SERVING).write_text(f"{chosen}", encoding="ascii")
            sys.stdout.write(f"Saldo: {address}\n")
            sys.stdout.flush()
            if opened is not None:
                opened(address)
        code = child.wait()
    (settings.home / _SERVING).unlink(missing_ok=True)
    if ended:
        return 0
    raise CannotServe(f"the app ended by itself (exit code {code})")


def serving_port(settings: Settings) -> int | None:
    """The port at which this home is served at the moment; None: it is not, or has ended."""
    try:
        noted = (settings.home / _SERVING).read_text(encoding="ascii")
    except FileNotFoundError:
        return None
    return int(noted) if noted.isdigit() and _answers(int(noted)) else None


@contextmanager
def _forwarding(child: subprocess.Popen[bytes]) -> Iterator[list[int]]:
    """While this holds, a signal to end goes to the child; the list tells whether one came."""
    came: list[int] = []

    def forward(number: int, _frame: FrameType | None) -> None:
        came.append(number)
        child.terminate()

    before = {number: signal.signal(number, forward) for number in _ENDING}
    try:
        yield came
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        _end(child)


def _free_port(settings: Settings, wanted: int | None) -> int:
    if wanted is not None:
        if _is_taken(settings, wanted):
            raise PortTaken(wanted)
        return wanted
    for port in range(settings.port, min(settings.port + _PORTS_TO_TRY, 65536)):
        if not _is_taken(settings, port):
            return port
    raise CannotServe(f"no free port from {settings.port} on")


def _is_taken(settings: Settings, port: int) -> bool:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, port))
        except OSError:
            return True
    return False


def _start(settings: Settings, port: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "saldo.web", "--with-parent", "--server.port", str(port)]
    # A group of its own, so that an interrupt from the keyboard comes from us alone. Its standard
    # input is a pipe that closes when this process is killed: then the child ends too.
    return subprocess.Popen(  # noqa: S603 - our own interpreter and module
        command,
        cwd=ROOT,
        env=child_environment(settings),
        stdin=subprocess.PIPE,
        stdout=sys.stderr,
        start_new_session=True,
    )


def _wait_until_ready(child: subprocess.Popen[bytes], port: int) -> bool:
    """True once people can be let in; False where the child ended before."""
    until = time.monotonic() + _SECONDS_TO_START
    while child.poll() is None:
        if _answers(port):
            return True
        if time.monotonic() > until:
            raise CannotServe(f"the app did not answer within {_SECONDS_TO_START} seconds")
        time.sleep(0.1)
    return False


def _answers(port: int) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == HTTPStatus.OK
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def _end(child: subprocess.Popen[bytes]) -> None:
    if child.poll() is None:
        child.terminate()
        try:
            child.wait(_SECONDS_TO_END)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
    if child.stdin is not None:
        child.stdin.close()
