"""Token viewers: who a program's token stands for, with what they may see at this moment."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import timedelta

from saldo.access.offices import Office
from saldo.access.roles import READS_ACCOUNTS
from saldo.access.viewer import Viewer, person_as_viewer
from saldo.desk import tokens

_log = logging.getLogger(__name__)
_NOTED_EVERY = timedelta(minutes=1)


def token_viewer(office: Office, authorization: str | None) -> Viewer | None:
    """The person of a `Bearer` token, narrowed to the token's accounts; None for any doubt.

    Unknown, revoked, expired, the person disabled or of a role that reads no accounts, or any
    error: all the same None (fail closed).
    """
    scheme, _, token = (authorization or "").partition(" ")
    if scheme.lower() != "bearer" or not token.startswith(tokens.PREFIX):
        return None
    try:
        now = office.now()
        found = tokens.find(office.desk, token.strip(), at=now)
        viewer = person_as_viewer(office.desk, found.person_id, now) if found else None
        if found is None or viewer is None or viewer.role not in READS_ACCOUNTS:
            return None
        if found.used_at is None or now - found.used_at > _NOTED_EVERY:
            tokens.used(office.desk, found.id, at=now)
        named = replace(viewer, session_id=f"token {found.id}")
        if found.customers is None:
            return named
        return replace(named, scope=viewer.scope.narrow(found.customers))
    except Exception:
        _log.exception("the viewer of a token cannot be read")
        return None
