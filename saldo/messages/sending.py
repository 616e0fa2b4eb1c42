"""Sending: what waits in the outbox goes out, once each, or is left for a person to decide."""

from __future__ import annotations

import logging
import secrets
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from email.message import EmailMessage
from hashlib import sha256

from saldo.access import Office, person_as_viewer
from saldo.desk import outbox
from saldo.desk.outbox import Mail
from saldo.messages.mail import Message, as_email
from saldo.messages.occasion import Makers, Occasion
from saldo.messages.post import Answer, Post, Told

_log = logging.getLogger(__name__)
_WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720))
_GIVES_UP_AFTER = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Sender:
    """One worker at the outbox of an office."""

    office: Office
    post: Post
    address: str
    base: str
    makers: Makers
    name: str = field(default_factory=lambda: secrets.token_hex(8))

    def run(self, ended: Callable[[], bool] = lambda: False) -> Counter[str]:
        """Send what is due now; how many became what (sent, later, dead, dropped, unconfirmed).

        `ended` is asked before each mail, so that a worker that is told to end leaves none behind.
        """
        desk = self.office.desk
        done = Counter[str]()
        left = outbox.interrupted(desk, at=self.office.now())
        if left:
            done["unconfirmed"] = left
        while not ended():
            mail = outbox.claim(desk, worker=self.name, at=self.office.now())
            if mail is None:
                break
            done[self._send(mail)] += 1
        return done

    def _send(self, mail: Mail) -> str:
        try:
            message = self._message(mail)
            email = None if message is None else self._email(mail, message)
        except Exception as error:
            _log.exception("a mail of kind %s cannot be made", mail.kind)
            return self._end(mail, "dead", f"cannot be made: {type(error).__name__}")
        if email is None:
            return self._end(mail, "dropped", "no longer entitled")
        return self._settle(mail, self.post.send(email, sender=self.address, to=mail.address))

    def _message(self, mail: Mail) -> Message | None:
        at = self.office.now()
        viewer = None
        if mail.person_id is not None:
            viewer = person_as_viewer(self.office.desk, mail.person_id, at)
            if viewer is None:
                return None
        return self.makers[mail.kind](Occasion(self.office, mail, viewer, self.base, at))

    def _email(self, mail: Mail, message: Message) -> EmailMessage:
        # The same for every attempt, so that a mail sent again is known as the same one.
        same = sha256(f"{mail.id} {mail.event} {mail.address}".encode()).hexdigest()[:32]
        domain = self.address.rpartition("@")[2].strip("<> ")
        return as_email(
            message,
            sender=self.address,
            to=mail.address,
            message_id=f"<{same}@{domain}>",
            at=self.office.now(),
        )

    def _settle(self, mail: Mail, told: Told) -> str:
        match told.answer:
            case Answer.taken:
                return self._end(mail, "sent", told.said)
            case Answer.unknown:
                return self._end(mail, "unconfirmed", told.said)
            case Answer.never:
                return self._end(mail, "dead", told.said)
        at = self.office.now()
        if at - mail.queued_at > _GIVES_UP_AFTER:
            return self._end(mail, "dead", told.said)
        wait = _WAITS[min(mail.attempts, len(_WAITS)) - 1]
        outbox.put_off(self.office.desk, mail, until=at + wait, said=told.said)
        return "later"

    def _end(self, mail: Mail, status: str, said: str) -> str:
        outbox.end(self.office.desk, mail, status, at=self.office.now(), said=said)
        return status
