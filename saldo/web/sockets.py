"""Websockets under watch: every message from a browser asks again whether its session holds.

Where it does not, the browser is told to load its page again: by HTTP the guard sends it to the
door. So no script runs for a stranger, and an ended session leaves no figures on a screen.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from anyio import to_thread
from starlette.types import Message, Receive, Send

from saldo.access.offices import Office

SESSION_OVER = 4401


class Meaning(Enum):
    """What a message from the browser is: somebody at work, the page by itself, or not wanted."""

    work = 1
    automatic = 2
    unwanted = 3


@dataclass(frozen=True, slots=True)
class Wire:
    """What must be known of the framework's messages.

    `judge` says what a browser's message means, `reload` is the message that makes it load its
    page again, `subprotocol` the name of the protocol.
    """

    judge: Callable[[bytes], Meaning]
    reload: bytes
    subprotocol: str


async def dismiss(wire: Wire, receive: Receive, send: Send) -> None:
    """Send a stranger's browser to the door. A refused handshake it would repeat for ever."""
    await receive()
    await send({"type": "websocket.accept", "subprotocol": wire.subprotocol})
    await _end(wire, send)


def watched(
    office: Office, session_id: str, wire: Wire, receive: Receive, send: Send
) -> tuple[Receive, Send]:
    """Receive and send of one websocket that ends when its session does."""
    over = False

    async def watched_receive() -> Message:
        nonlocal over
        while True:
            message = await receive()
            if message["type"] != "websocket.receive":
                return message
            meaning = wire.judge(message.get("bytes") or b"")
            if meaning is Meaning.unwanted:
                continue
            if await to_thread.run_sync(office.viewer, session_id) is None:
                over = True
                await _end(wire, send)
                return {"type": "websocket.disconnect", "code": SESSION_OVER}
            if meaning is Meaning.work:
                await to_thread.run_sync(office.touch, session_id)
            return message

    async def watched_send(message: Message) -> None:
        if not over:
            await send(message)

    return watched_receive, watched_send


async def _end(wire: Wire, send: Send) -> None:
    await send({"type": "websocket.send", "bytes": wire.reload})
    await send({"type": "websocket.close", "code": SESSION_OVER})
