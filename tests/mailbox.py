"""A mail server on loopback that does as it is told, and keeps what it took."""

from __future__ import annotations

import email
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.policy import default
from typing import Any, cast

from aiosmtpd.controller import Controller

from tests.front import free_port


class Mailbox:
    """What came in, and how to answer: `at_rcpt` and `at_data` may refuse or hang up."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, EmailMessage]] = []
        self.at_rcpt: Callable[[str], str | None] = lambda _address: None
        self.at_data: Callable[[], str | None] = lambda: None
        self.port = free_port()

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    async def handle_RCPT(  # noqa: N802 - the library's name and order
        self, server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        answer = self.at_rcpt(address)
        if answer == "hang up":
            server.transport.abort()
        elif answer is None:
            envelope.rcpt_tos.append(address)
        return answer or "250 OK"

    async def handle_DATA(self, server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        answer = self.at_data()
        if answer in (None, "hang up"):
            message = email.message_from_bytes(envelope.content, policy=default)
            self.taken.append((envelope.rcpt_tos[0], cast("EmailMessage", message)))
        if answer == "hang up":
            server.transport.abort()
        return answer or "250 OK"


@contextmanager
def mailbox() -> Iterator[Mailbox]:
    """A server that runs while this holds."""
    box = Mailbox()
    controller = Controller(box, hostname="127.0.0.1", port=box.port, ready_timeout=20)
    controller.start()
    try:
        yield box
    finally:
        controller.stop()
