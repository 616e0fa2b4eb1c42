"""A front to knock at: the guard and the routes over a plain inner app, or the whole server."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import requests
import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from saldo.access import Office, Role, Viewer, open_office
from saldo.access.passwords import hashed
from saldo.desk import grants, people, sessions
from saldo.desk.grants import Grant, Kind
from saldo.desk.people import Person
from saldo.settings import ROOT, child_environment, read
from saldo.web.address import address_of
from saldo.web.exports import BadRequest, File, Writer
from saldo.web.guard import Guard
from saldo.web.guests import Lobby
from saldo.web.routes import routes_of
from saldo.web.sockets import Meaning, Wire
from saldo.web.trouble import Trouble

PASSWORD = "en lång ramsa om kvitton"
PASSWORD_HASH = hashed(PASSWORD)
_CSRF = re.compile(r'name="csrf" value="([0-9a-f]+)"')


def own_office(home: Path) -> Office:
    """The office of an empty home."""
    return open_office(read(home))


def somebody(
    office: Office,
    email: str = "ana@example.se",
    *,
    role: Role = Role.customer,
    sees: tuple[str, ...] = ("1001",),
    password: bool = False,
) -> Person:
    """A person entitled to these customers."""
    person = people.add(office.desk, email=email, name="Ana", role=role.value, at=office.now())
    today = office.settings.today()
    given = [Grant(Kind.customer, number, today) for number in sees]
    grants.give(office.desk, person.id, given, at=office.now())
    if password:
        people.set_password_hash(office.desk, person.id, PASSWORD_HASH, at=office.now())
    return person


def signed_in(office: Office, person: Person) -> tuple[str, str]:
    """A session of the person: its id and the value of its cookie."""
    token = sessions.start(office.desk, person.id, way="password", at=office.now())
    return sessions.hash_of(token), office.signing.cookie(token)


def browser(cookie: str | None = None, name: str = "saldo") -> requests.Session:
    """A browser of its own, carrying a session's cookie where one is given."""
    session = requests.Session()
    session.trust_env = False
    session.headers["accept"] = "text/html"
    if cookie is not None:
        session.headers["cookie"] = f"{name}={cookie}"
    return session


def form_token(page: requests.Response) -> str:
    """The token of the first form on a page."""
    found = _CSRF.search(page.text)
    assert found, page.text
    return found.group(1)


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Door:
    """A running front without Streamlit: quick, and its office at hand."""

    office: Office
    url: str
    exported: list[tuple[str, str, Mapping[str, str], Viewer]] = field(default_factory=list)

    def log_in(self, visitor: requests.Session, email: str, password: str, **more: str):
        """Fill in the form and send it."""
        token = form_token(visitor.get(f"{self.url}/login"))
        form = {"email": email, "password": password, "csrf": token, **more}
        return visitor.post(f"{self.url}/login", data=form, allow_redirects=False)


@contextmanager
def door(office: Office, writer: Writer | None = None) -> Iterator[Door]:
    """The guard and the front's routes over an inner app that shows what it was told.

    Exports are noted and made up, unless a writer is given.
    """
    found = Door(office, "")
    lobby = Lobby(office, address_of(office.settings))

    def write(report: str, format: str, query: Mapping[str, str], viewer: Viewer) -> File:
        if query.get("as_of") == "soon":
            raise BadRequest("as_of cannot be soon")
        found.exported.append((report, format, query, viewer))
        rows = ",".join(viewer.scope.customers)
        return File(f"customers {rows}".encode(), "text/csv", f"{report}.{format}", 1)

    async def inner(request: Request) -> Response:
        if request.url.path == "/broken":
            raise RuntimeError("secret of /etc/passwd")
        seen = {name: value for name, value in request.headers.items() if "saldo" in name}
        return HTMLResponse("inner") if request.url.path == "/" else JSONResponse(seen)

    app = Starlette(
        routes=[
            *routes_of(lobby, writer or write),
            Route("/{path:path}", inner, methods=["GET", "PUT", "POST"]),
        ],
        middleware=[
            Middleware(
                Guard,
                office=office,
                address=lobby.address,
                policy="default-src 'self'",
                wire=Wire(lambda _: Meaning.work, b"reload", "streamlit"),
            )
        ],
        exception_handlers={Exception: Trouble(lobby).answer},
    )
    with _listening(app) as port:
        found.url = f"http://127.0.0.1:{port}"
        yield found


@contextmanager
def _listening(app: Starlette) -> Iterator[int]:
    port = free_port()
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="critical"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until(lambda: server.started)
    try:
        yield port
    finally:
        server.should_exit = True
        thread.join(10)


@contextmanager
def whole_server(home: Path, script: Path) -> Iterator[str]:
    """The real server over a script, as `saldo serve` starts it; its address."""
    port = free_port()
    command = [sys.executable, "-m", "saldo.web", "--with-parent", "--script", str(script)]
    log = home / "server.log"
    with log.open("wb") as written:
        process = subprocess.Popen(
            [*command, "--server.port", str(port)],
            cwd=ROOT,
            env=child_environment(read(home)),
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=written,
        )
    url = f"http://127.0.0.1:{port}"
    try:
        until(lambda: process.poll() is not None or _ready(url), seconds=60)
        assert process.poll() is None, log.read_text()
        yield url
    finally:
        process.terminate()
        process.wait(20)
        sys.stderr.write(log.read_text())  # shown with a test that fails


def _ready(url: str) -> bool:
    try:
        return requests.get(f"{url}/readyz", timeout=2).ok
    except requests.RequestException:  # not there yet, or too busy to answer in time
        return False


def until(true: Callable[[], bool], seconds: float = 10) -> None:
    """Wait until something is so."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.02)
