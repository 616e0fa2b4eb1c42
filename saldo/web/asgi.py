"""The ASGI application: our routes and guard around the Streamlit app, and how it is started."""

from __future__ import annotations

import gc
import logging
import os
import signal
import sys
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import click
import streamlit as st
from google.protobuf.message import DecodeError  # type: ignore[import-untyped]
from starlette.middleware import Middleware
from streamlit import config, file_util
from streamlit.proto.AuthRedirect_pb2 import AuthRedirect
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.pages_manager import PagesManager
from streamlit.web.cli import configurator_options

from saldo import settings as settings_of_process
from saldo.access import Office, install, open_office, session_viewer
from saldo.i18n import reader_for
from saldo.settings import ROOT
from saldo.web.address import LOOPBACK, address_of
from saldo.web.exports import Writer
from saldo.web.guard import PERSON_HEADER, SESSION_HEADER, Guard
from saldo.web.guests import Lobby
from saldo.web.headers import app_policy
from saldo.web.reports import writer_of
from saldo.web.routes import routes_of
from saldo.web.sockets import Meaning, Wire
from saldo.web.trouble import Trouble, noted

# What the app must be configured to, whatever file, variable or option says otherwise.
TRUSTED = {
    PERSON_HEADER.decode(): "saldo_person",
    SESSION_HEADER.decode(): "saldo_session",
}
DEMANDED: dict[str, Any] = {
    "server.trustedUserHeaders": TRUSTED,
    "server.enableAgentApi": False,
    "server.enableXsrfProtection": True,
    "server.enableCORS": True,
    "server.scriptHealthCheckEnabled": False,
    "client.showErrorDetails": "none",
    "client.disableDataExport": True,
    "global.developmentMode": False,
}
_WANTED = frozenset({"stop_script", "file_urls_request", "app_heartbeat"})
_WANTED_WORK = frozenset({"rerun_script", "backend_operation_request"})


class UnsafeConfiguration(Exception):
    """The framework is configured to do what must not be."""

    def __init__(self, option: str, value: object) -> None:
        super().__init__(f"{option} is {value!r}, it must be {DEMANDED[option]!r}")


def front(office: Office, script: Path, write: Writer | None = None) -> st.App:
    """The application of an office around a Streamlit script. Raises `UnsafeAddress`."""
    lobby = Lobby(office, address_of(office.settings))
    index = Path(file_util.get_static_dir()) / "index.html"
    guard = Middleware(
        Guard,
        office=office,
        address=lobby.address,
        policy=app_policy(index.read_text(encoding="utf-8")),
        wire=WIRE,
    )
    return st.App(
        script,
        routes=routes_of(lobby, write or writer_of(office)),
        middleware=[guard],
        lifespan=_lifespan,
        on_script_error=_told,
        exception_handlers={Exception: Trouble(lobby).answer},
    )


def judged(data: bytes) -> Meaning:
    """What a browser's message is; a page that refreshes itself is nobody at work.

    Not wanted are those for developers: clearing everybody's cache, asking for the repository.
    """
    message = BackMsg()
    try:
        message.ParseFromString(data)
    except DecodeError:
        return Meaning.automatic  # the framework closes the connection
    kind = message.WhichOneof("type")
    if kind in _WANTED_WORK:
        by_itself = kind == "rerun_script" and message.rerun_script.is_auto_rerun
        return Meaning.automatic if by_itself else Meaning.work
    return Meaning.automatic if kind in _WANTED else Meaning.unwanted


WIRE = Wire(
    judge=judged,
    # An empty address is the page itself.
    reload=ForwardMsg(auth_redirect=AuthRedirect(url="")).SerializeToString(),
    subprotocol="streamlit",
)


@click.command(context_settings={"auto_envvar_prefix": "STREAMLIT"})
@configurator_options
@click.option("--script", type=click.Path(path_type=Path), default=ROOT / "app.py")
@click.option("--with-parent", is_flag=True, help="End when standard input closes.")
def main(script: Path, with_parent: bool, **options: Any) -> None:
    """Serve the home of the environment.

    The options are `streamlit run`'s, with its variables: `App.run` alone would not read them.
    """
    if with_parent:
        threading.Thread(target=_end_with_parent, daemon=True).start()
    settings = settings_of_process.current()
    office = open_office(settings)
    install(office)
    sys.argv = [str(script.resolve())]  # where the framework looks for .streamlit and pages
    given = {name.replace("_", "."): value for name, value in options.items()}
    chosen = {name: value for name, value in given.items() if value not in (None, ())}
    chosen.setdefault("server.address", _listen_on(office))
    front(office, script.resolve()).run(config=chosen)


def _listen_on(office: Office) -> str:
    host = office.settings.host
    return "127.0.0.1" if office.settings.is_demo or host in LOOPBACK else host


def _end_with_parent() -> None:
    sys.stdin.buffer.read()
    os.kill(os.getpid(), signal.SIGTERM)


@asynccontextmanager
async def _lifespan(_app: st.App) -> AsyncIterator[dict[str, Any]]:
    for option, demanded in DEMANDED.items():
        if config.get_option(option) != demanded:
            raise UnsafeConfiguration(option, config.get_option(option))
    logging.getLogger("uvicorn.error").setLevel(logging.WARNING)
    # Else a first visit to /invoices runs that page alone, with a menu made of file names.
    PagesManager.uses_pages_directory = False
    _warm_up()
    yield {}


def _warm_up() -> None:
    """Import what pages need and take it out of the garbage collector's rounds (90 ms each)."""
    import plotly.graph_objects as go
    import polars as pl

    go.Figure(data=[go.Scatter(y=[1, 2])]).to_plotly_json()
    pl.DataFrame({"a": [1]}).to_arrow()
    gc.collect()
    gc.freeze()


def _told(error: Exception) -> bool:
    """Tell a reference instead of the error. True: nothing else is shown."""
    reference = noted(error)
    viewer = session_viewer(str(st.user.get("saldo_session") or ""))
    reader = reader_for(viewer.language if viewer else "en")
    st.error(reader.t("signin.trouble.app", reference=reference))
    return True
