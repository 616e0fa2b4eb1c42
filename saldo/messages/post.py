"""Post: one mail handed to an SMTP server, and what is known of it afterwards."""

from __future__ import annotations

import smtplib
import socket
import ssl
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from email.message import EmailMessage
from enum import StrEnum
from functools import cache
from urllib.parse import parse_qs, unquote, urlsplit

_SECONDS = 30
_PERMANENT = 500
_GO_AHEAD = 354
_TAKEN = 250


class BadPost(Exception):
    """The address of the mail server cannot be used."""

    def __init__(self, why: str) -> None:
        super().__init__(f"SALDO_SMTP_URL cannot be used: {why}")


class Answer(StrEnum):
    """What is known: taken by the server; refused for now or for good; or not known."""

    taken = "taken"
    later = "later"
    never = "never"
    unknown = "unknown"


@dataclass(frozen=True, slots=True)
class Told:
    """The answer with the server's words."""

    answer: Answer
    said: str = ""


@dataclass(frozen=True, slots=True)
class Post:
    """A mail server: `smtp://host`, with STARTTLS where it offers it, or `smtps://user:word@host`.

    `smtp://…?starttls=required` sends nothing in the open; a password asks for it too, except
    to this machine.
    """

    host: str
    port: int
    user: str = ""
    word: str = ""
    encrypted: bool = False
    demands_tls: bool = False
    context: Callable[[], ssl.SSLContext] = ssl.create_default_context

    @classmethod
    def at(cls, url: str) -> Post:
        """The server of an address. Raises `BadPost`."""
        try:
            parsed = urlsplit(url)
            port = parsed.port
        except ValueError as error:
            raise BadPost(str(error)) from None
        if parsed.scheme not in ("smtp", "smtps") or not parsed.hostname:
            raise BadPost("give smtp://host:port or smtps://host:port")
        word = unquote(parsed.password or "")
        asked = parse_qs(parsed.query).get("starttls", [""])[0] == "required"
        local = parsed.hostname in ("localhost", "127.0.0.1", "::1")
        return cls(
            parsed.hostname,
            port or (465 if parsed.scheme == "smtps" else 25),
            unquote(parsed.username or ""),
            word,
            encrypted=parsed.scheme == "smtps",
            demands_tls=asked or bool(word and not local),
        )

    def send(self, mail: EmailMessage, *, sender: str, to: str) -> Told:
        """Hand one mail over. Whatever breaks before its last line was sent: the server has not
        taken it. Breaks after that, before an answer: nobody can know.
        """
        try:
            server = self._connected()
            try:
                return _handed_over(server, mail, sender, to)
            finally:
                _leave(server)
        except smtplib.SMTPAuthenticationError as error:
            return Told(Answer.later, f"sign-in refused: {_said(error)}")
        except smtplib.SMTPResponseException as error:
            return Told(_of(error.smtp_code), _said(error))
        except (smtplib.SMTPException, OSError) as error:
            return Told(Answer.later, str(error) or type(error).__name__)

    def _connected(self) -> smtplib.SMTP:
        if self.encrypted:
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                self.host, self.port, _own_name(), timeout=_SECONDS, context=self.context()
            )
        else:
            server = smtplib.SMTP(self.host, self.port, _own_name(), timeout=_SECONDS)
        try:
            self._greet(server)
        except BaseException:
            server.close()
            raise
        return server

    def _greet(self, server: smtplib.SMTP) -> None:
        server.ehlo_or_helo_if_needed()
        if not self.encrypted and server.has_extn("starttls"):
            server.starttls(context=self.context())
            server.ehlo()
        elif self.demands_tls and not self.encrypted:
            raise smtplib.SMTPNotSupportedError("the server offers no STARTTLS")
        if self.word:
            server.login(self.user, self.word)


@cache
def _own_name() -> str:
    """What this machine calls itself; asked once, as it can take seconds."""
    name = socket.getfqdn()
    return name if "." in name else "[127.0.0.1]"


def _handed_over(server: smtplib.SMTP, mail: EmailMessage, sender: str, to: str) -> Told:
    for code, said in (server.mail(sender), server.rcpt(to)):
        if code >= 400:
            return Told(_of(code), f"{code} {said.decode(errors='replace')}")
    code, said = server.docmd("DATA")
    if code != _GO_AHEAD:
        return Told(_of(code), f"{code} {said.decode(errors='replace')}")
    try:
        server.send(_quoted(mail))
        code, said = server.getreply()
    except (smtplib.SMTPException, OSError) as error:
        return Told(Answer.unknown, str(error) or type(error).__name__)
    if code == _TAKEN:
        return Told(Answer.taken, said.decode(errors="replace"))
    return Told(_of(code), f"{code} {said.decode(errors='replace')}")


def _leave(server: smtplib.SMTP) -> None:
    """Take leave; however that goes, it changes nothing about the mail."""
    with suppress(smtplib.SMTPException, OSError):
        server.quit()
    server.close()


def _quoted(mail: EmailMessage) -> bytes:
    """The bytes on the line: lines end in CR LF, one that begins with a dot gets another."""
    lines = mail.as_bytes().replace(b"\r\n", b"\n").split(b"\n")
    dotted = [b"." + line if line.startswith(b".") else line for line in lines]
    body = b"\r\n".join(dotted)
    return (body if body.endswith(b"\r\n") else body + b"\r\n") + b".\r\n"


def _of(code: int) -> Answer:
    return Answer.never if code >= _PERMANENT else Answer.later


def _said(error: smtplib.SMTPResponseException) -> str:
    said = error.smtp_error
    return f"{error.smtp_code} {said.decode(errors='replace') if isinstance(said, bytes) else said}"
