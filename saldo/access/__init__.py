"""Access: who asks, what they may see, and every surface they could see it on."""

from saldo.access.offices import (
    Office,
    form_token,
    install,
    office,
    open_office,
    session_viewer,
    sign_out,
)
from saldo.access.roles import READS_ACCOUNTS, Role
from saldo.access.signing import Signing, UnsafeKey
from saldo.access.viewer import Viewer, person_as_viewer, scope_of, viewer_for

__all__ = [
    "READS_ACCOUNTS",
    "Office",
    "Role",
    "Signing",
    "UnsafeKey",
    "Viewer",
    "form_token",
    "install",
    "office",
    "open_office",
    "person_as_viewer",
    "scope_of",
    "session_viewer",
    "sign_out",
    "viewer_for",
]
