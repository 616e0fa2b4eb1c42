"""Mail: a message in text and HTML with its files, as the bytes that are sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from html import escape

_PLAIN = SMTP.clone(cte_type="7bit")  # for servers that take nothing else
_STYLE = (
    "font-family:Inter,Arial,sans-serif;font-size:15px;line-height:1.5;color:#1a1a1a;"
    "max-width:36em;margin:1.5em auto;padding:0 1em"
)


@dataclass(frozen=True, slots=True)
class Attached:
    """One file that goes with a mail."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Link:
    """Where a mail leads, and what the way is called."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Message:
    """What is said: plain lines (an empty one between paragraphs), where it leads, its files.

    `stop` is the address that ends mails of this kind by one click (RFC 8058).
    """

    subject: str
    lines: Sequence[str]
    language: str
    links: Sequence[Link] = ()
    files: Sequence[Attached] = ()
    foot: str = ""
    stop: Link | None = None


def as_email(
    message: Message, *, sender: str, to: str, message_id: str, at: datetime
) -> EmailMessage:
    """The mail with its headers. No text can add a header: breaks in a line become spaces."""
    mail = EmailMessage(policy=_PLAIN)
    mail["From"] = sender
    mail["To"] = Address(addr_spec=to)
    mail["Subject"] = _one_line(message.subject)
    mail["Date"] = format_datetime(at)
    mail["Message-ID"] = message_id
    mail["Auto-Submitted"] = "auto-generated"
    mail["Content-Language"] = message.language
    if message.stop is not None:
        mail["List-Unsubscribe"] = f"<{message.stop.url}>"
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail.set_content(_text(message))
    mail.add_alternative(_html(message), subtype="html")
    for file in message.files:
        main, _, sub = file.media_type.partition("/")
        mail.add_attachment(file.content, maintype=main, subtype=sub, filename=file.name)
    return mail


def _text(message: Message) -> str:
    lines = [*message.lines]
    for link in message.links:
        lines += ["", f"{link.label}: {link.url}"]
    lines += ["", "--", message.foot] if message.foot else []
    if message.stop is not None:
        lines.append(f"{message.stop.label}: {message.stop.url}")
    return "\n".join(lines)


def _html(message: Message) -> str:
    said = "".join(f"<p>{part}</p>" for part in _paragraphs(message.lines))
    ways = "".join(f"<p>{_anchor(link)}</p>" for link in message.links)
    stop = f" {_anchor(message.stop)}" if message.stop else ""
    foot = f'<hr><p style="font-size:13px;color:#555">{escape(message.foot)}{stop}</p>'
    return (
        f'<!doctype html><html lang="{escape(message.language)}"><head><meta charset="utf-8">'
        f"<title>{escape(message.subject)}</title></head>"
        f'<body style="{_STYLE}">{said}{ways}{foot}</body></html>'
    )


def _paragraphs(lines: Sequence[str]) -> list[str]:
    text = "\n".join(lines)
    return [escape(part).replace("\n", "<br>") for part in text.split("\n\n") if part.strip()]


def _anchor(link: Link) -> str:
    return f'<a href="{escape(link.url)}">{escape(link.label)}</a>'


def _one_line(text: str) -> str:
    return " ".join(text.split())[:200]
