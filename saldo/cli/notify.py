"""`saldo notify`: send what waits in the outbox, once or for as long as it runs."""

from __future__ import annotations

import json
import signal
import sys
import threading
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from saldo.access import Office
    from saldo.messages.sending import Sender

_SECONDS = 5


def notify(
    *,
    once: Annotated[bool, typer.Option("--once", help="Send what is due now, then end.")] = False,
    watch: Annotated[bool, typer.Option("--watch", help="Go on until it is ended.")] = False,
) -> None:
    """Send the mail that waits, through the server of SALDO_SMTP_URL."""
    if once == watch:
        raise typer.BadParameter("give one of --once and --watch")
    from saldo.access import open_office
    from saldo.settings import current

    settings = current()
    sender = _sender(open_office(settings))
    if once:
        sys.stdout.write(json.dumps(dict(sender.run())) + "\n")
        return
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    while not ended.is_set():
        sender.run(ended.is_set)
        ended.wait(_SECONDS)


def _sender(office: Office) -> Sender:
    from saldo.cli.serve import serving_port
    from saldo.messages.makers import MAKERS
    from saldo.messages.post import BadPost, Post
    from saldo.messages.sending import Sender
    from saldo.web.address import base_url

    settings = office.settings
    if settings.smtp_url is None:
        raise BadPost("it is not set: give smtp://host:port, and SALDO_MAIL_FROM")
    return Sender(
        office=office,
        post=Post.at(settings.smtp_url),
        address=settings.mail_from,
        base=base_url(settings, serving_port(settings)),
        makers=MAKERS,
    )
