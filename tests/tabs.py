"""A browser's tab without a browser: one websocket to the app, speaking its protocol."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

_MOST_MESSAGES = 500


@dataclass
class Tab:
    """One open connection."""

    socket: ClientConnection
    session_id: str = ""

    def rerun(self, page: str = "", *, automatic: bool = False) -> list[ForwardMsg]:
        """Ask for a script run; every message until it ends or the connection does."""
        message = BackMsg()
        message.rerun_script.page_name = page
        message.rerun_script.is_auto_rerun = automatic
        return self.ask(message)

    def ask(self, message: BackMsg) -> list[ForwardMsg]:
        """Send a message; what comes until a script run or the connection ends."""
        answers: list[ForwardMsg] = []
        with suppress(ConnectionClosed):  # what was sent before the end is read all the same
            self.socket.send(message.SerializeToString())
        try:
            for _ in range(_MOST_MESSAGES):
                answers.append(ForwardMsg.FromString(self.socket.recv(timeout=20)))
                last = answers[-1]
                if last.WhichOneof("type") == "new_session":
                    self.session_id = last.new_session.initialize.session_id
                if last.WhichOneof("type") == "script_finished":
                    break
        except ConnectionClosed:
            return answers
        return answers

    @property
    def is_closed(self) -> bool:
        """True once the server has ended the connection."""
        try:
            self.socket.ping().wait(1)
        except ConnectionClosed:
            return True
        return self.socket.close_code is not None


@contextmanager
def tab(
    url: str,
    cookie: str | None = None,
    *,
    name: str = "saldo",
    resume: str = "",
    headers: dict[str, str] | None = None,
    origin: str | None = None,
) -> Iterator[Tab]:
    """A tab opened with a session's cookie; `resume` presents an earlier tab's session."""
    sent = {**(headers or {}), **({"cookie": f"{name}={cookie}"} if cookie else {})}
    with connect(
        url.replace("http://", "ws://") + "/_stcore/stream",
        subprotocols=["streamlit", "unused", *([resume] if resume else [])],  # type: ignore[list-item]
        additional_headers=sent,
        origin=origin or url,  # type: ignore[arg-type]
        max_size=None,
        compression=None,
    ) as socket:
        yield Tab(socket)


def shown(answers: list[ForwardMsg]) -> str:
    """Everything a run put on the screen, as text: for finding what must not be there."""
    return "\n".join(
        str(answer.delta) for answer in answers if answer.WhichOneof("type") == "delta"
    )


def sent_to_the_door(answers: list[ForwardMsg]) -> bool:
    """True where all that came, besides a run's end before it, is the order to load again."""
    kinds = [answer.WhichOneof("type") for answer in answers]
    return kinds[-1:] == ["auth_redirect"] and set(kinds[:-1]) <= {"session_status_changed"}
