"""Entry: mails that let somebody in: the invitation and the new password.

The link is made when the mail is sent, so that no link waits anywhere to be read.
"""

from __future__ import annotations

from saldo.desk.links import LIFETIME, Purpose, make
from saldo.messages.mail import Link, Message
from saldo.messages.occasion import Occasion


def invitation(occasion: Occasion) -> Message | None:
    """An invitation to choose a first password."""
    return _way_in(occasion, "invitation")


def new_password(occasion: Occasion) -> Message | None:
    """A way to choose a new password, for whoever said they forgot theirs."""
    return _way_in(occasion, "new_password")


def _way_in(occasion: Occasion, kind: str) -> Message | None:
    viewer, t = occasion.viewer, occasion.reader.t
    if viewer is None:
        return None
    token = make(occasion.office.desk, viewer.person_id, Purpose.password, at=occasion.at)
    hours = int(LIFETIME.total_seconds() // 3600)
    return Message(
        subject=t(f"mail.{kind}.subject"),
        lines=[
            t("mail.hello", name=viewer.name),
            "",
            t(f"mail.{kind}.body"),
            "",
            t("mail.link_holds", count=hours),
        ],
        language=viewer.language.words,
        links=[Link(t(f"mail.{kind}.link"), occasion.link(f"/welcome/{token}"))],
        foot=t(f"mail.{kind}.foot"),
    )
