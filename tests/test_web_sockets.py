"""Websockets under watch, message by message; and the export route by itself."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from starlette.requests import Request
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from saldo.access import Role, Viewer
from saldo.access.register import EXPORTS
from saldo.i18n import Language
from saldo.warehouse import Scope
from saldo.web.asgi import WIRE, judged
from saldo.web.exports import Exports, File
from saldo.web.sockets import SESSION_OVER, Meaning, dismiss, watched
from tests.front import own_office, somebody

ANA = Viewer(
    person_id=1,
    name="Ana",
    email="ana@example.se",
    role=Role.customer,
    language=Language.sv,
    scope=Scope(customers=("C1",)),
    session_id="ana",
)
_RUN = BackMsg()
_RUN.rerun_script.query_string = "a=1"
_BY_ITSELF = BackMsg()
_BY_ITSELF.rerun_script.is_auto_rerun = True


@dataclass
class _Office:
    """Knows one session, and notes who is at work."""

    viewer_now: Viewer | None = ANA
    touched: list[str] = field(default_factory=list)

    def viewer(self, _session_id: str) -> Viewer | None:
        return self.viewer_now

    def touch(self, session_id: str) -> None:
        self.touched.append(session_id)


@dataclass
class _Line:
    """What a browser sends, and what it is sent."""

    coming: list[dict[str, Any]]
    sent: list[dict[str, Any]] = field(default_factory=list)

    async def receive(self) -> dict[str, Any]:
        return self.coming.pop(0)

    async def send(self, message: dict[str, Any]) -> None:
        self.sent.append(message)


def _message(*messages: BackMsg | bytes) -> list[dict[str, Any]]:
    data = [m if isinstance(m, bytes) else m.SerializeToString() for m in messages]
    return [{"type": "websocket.receive", "bytes": each} for each in data]


def _received(office: _Office, line: _Line) -> dict[str, Any]:
    receive, _ = watched(office, "ana", WIRE, line.receive, line.send)  # type: ignore[arg-type]
    return asyncio.run(receive())  # type: ignore[arg-type, return-value]


@pytest.mark.parametrize(
    ("message", "meaning"),
    [
        (_RUN, Meaning.work),
        (_BY_ITSELF, Meaning.automatic),
        (BackMsg(stop_script=True), Meaning.automatic),
        (BackMsg(app_heartbeat=True), Meaning.automatic),
        (BackMsg(clear_cache=True), Meaning.unwanted),
        (BackMsg(load_git_info=True), Meaning.unwanted),
        (BackMsg(set_run_on_save=True), Meaning.unwanted),
        (BackMsg(debug_shutdown_runtime=True), Meaning.unwanted),
        (BackMsg(), Meaning.unwanted),
    ],
    ids=str,
)
def test_a_message_means(message: BackMsg, meaning: Meaning) -> None:
    assert judged(message.SerializeToString()) is meaning


def test_every_kind_of_message_of_the_framework_is_judged() -> None:
    """A newer framework with a new kind fails here: decide whether it is wanted."""
    kinds = {each.name for each in BackMsg.DESCRIPTOR.oneofs_by_name["type"].fields}

    assert kinds == {
        "app_heartbeat",
        "backend_operation_request",
        "clear_cache",
        "debug_disconnect_websocket",
        "debug_shutdown_runtime",
        "file_urls_request",
        "load_git_info",
        "rerun_script",
        "set_run_on_save",
        "stop_script",
    }


def test_unwanted_messages_never_arrive() -> None:
    line = _Line(_message(BackMsg(clear_cache=True), BackMsg(load_git_info=True), _RUN))

    message = _received(_Office(), line)

    assert message["bytes"] == _RUN.SerializeToString()
    assert line.coming == []


def test_only_work_starts_the_idle_time_again() -> None:
    office = _Office()

    _received(office, _Line(_message(_BY_ITSELF)))
    before = list(office.touched)
    _received(office, _Line(_message(_RUN)))

    assert (before, office.touched) == ([], ["ana"])


def test_an_ended_session_gets_one_last_word_and_no_more() -> None:
    line = _Line(_message(_RUN))

    async def play() -> dict[str, Any]:
        receive, send = watched(_Office(None), "ana", WIRE, line.receive, line.send)  # type: ignore[arg-type]
        message = await receive()
        await send({"type": "websocket.send", "bytes": b"figures of a run under way"})
        return message  # type: ignore[return-value]

    message = asyncio.run(play())

    assert message["type"] == "websocket.disconnect"
    assert [sent["type"] for sent in line.sent] == ["websocket.send", "websocket.close"]
    assert ForwardMsg.FromString(line.sent[0]["bytes"]).WhichOneof("type") == "auth_redirect"
    assert line.sent[1]["code"] == SESSION_OVER


def test_a_stranger_is_answered_and_dismissed() -> None:
    line = _Line([{"type": "websocket.connect"}])

    asyncio.run(dismiss(WIRE, line.receive, line.send))  # type: ignore[arg-type]

    kinds = [sent["type"] for sent in line.sent]
    assert kinds == ["websocket.accept", "websocket.send", "websocket.close"]


@pytest.mark.parametrize(
    ("viewer", "status"),
    [
        (ANA, 200),
        (None, 404),
        (replace(ANA, role=Role.administrator), 404),
        (replace(ANA, role=Role.data_steward), 404),
    ],
)
def test_the_export_route_asks_the_register_itself(
    tmp_path: Path, viewer: Viewer | None, status: int
) -> None:
    """Were the guard gone, it would still hand out nothing."""
    office = own_office(tmp_path)
    exports = Exports(office, lambda *_: File(b"rows", "text/csv", "x.csv", 1))
    somebody(office)
    scope = {
        "type": "http",
        "method": "GET",
        "path": "/export/balance.csv",
        "query_string": b"",
        "headers": [],
        "path_params": {"report": EXPORTS[0].name, "format": "csv"},
        "saldo.viewer": viewer,
    }

    answer = asyncio.run(exports.hand_out(Request(scope)))

    assert answer.status_code == status
