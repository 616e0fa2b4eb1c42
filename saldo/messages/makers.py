"""Makers: every kind of mail by its name."""

from __future__ import annotations

from saldo.messages import entry
from saldo.messages.occasion import Makers

MAKERS: Makers = {
    "invitation": entry.invitation,
    "new_password": entry.new_password,
}
