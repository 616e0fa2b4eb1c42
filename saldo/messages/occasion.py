"""Occasion: what a mail is made of when its turn comes, and the makers of each kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from saldo.access import Office, Viewer
from saldo.desk.outbox import Mail
from saldo.i18n import Reader, reader_for
from saldo.messages.mail import Message


@dataclass(frozen=True, slots=True)
class Occasion:
    """One mail's turn: where its figures and rights are asked, who reads it, when.

    `viewer` is its recipient as they are entitled at this moment; None for a mail to a colleague
    of an account. `base` is the configured address that links begin with.
    """

    office: Office
    mail: Mail
    viewer: Viewer | None
    base: str
    at: datetime

    @property
    def reader(self) -> Reader:
        """The recipient's language, else the installation's."""
        return reader_for(self.viewer.language if self.viewer else self.office.settings.language)

    def link(self, path: str) -> str:
        """An address of this installation."""
        return f"{self.base}{path}"


Maker = Callable[[Occasion], Message | None]
"""The message of an occasion; None: the recipient is no longer entitled to it."""

Makers = Mapping[str, Maker]
"""By the kind of mail."""
