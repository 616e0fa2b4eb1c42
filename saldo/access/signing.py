"""Signing: the home's key, and the two things it signs: the session cookie and form tokens."""

from __future__ import annotations

import hmac
import os
import secrets
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

_BYTES = 32
_FEWEST_CHARACTERS = 10


class UnsafeKey(Exception):
    """The key cannot protect anything: too short, guessable, or readable to others."""


@dataclass(frozen=True, slots=True, repr=False)
class Signing:
    """Signs with a key that never leaves the process."""

    key: bytes

    def cookie(self, token: str) -> str:
        """A session token with its signature, as the browser keeps it."""
        return f"{token}.{self._mac('cookie', token)}"

    def token_of(self, cookie: str | None) -> str | None:
        """The token in a cookie that we signed, else None."""
        token, _, mac = (cookie or "").rpartition(".")
        good = hmac.compare_digest(mac.encode(), self._mac("cookie", token).encode())
        return token if token and good else None

    def form_token(self, seed: str) -> str:
        """What a form must send back to be ours; `seed` is a session's id or a guest's cookie."""
        return self._mac("form", seed)

    def is_form_token(self, seed: str | None, token: str | None) -> bool:
        """True where the token was made for that seed."""
        if not seed or not token:
            return False
        return hmac.compare_digest(token.encode(), self.form_token(seed).encode())

    def _mac(self, purpose: str, text: str) -> str:
        return hmac.new(self.key, f"{purpose}:{text}".encode(), sha256).hexdigest()


def signing_of(home: Path, configured: str | None) -> Signing:
    """The home's signing: the configured key, else that of `keys/`, made at first use.

    Raises `UnsafeKey`.
    """
    if configured is not None:
        return Signing(_checked("SALDO_SIGNING_KEY", configured))
    path = home / "keys" / "signing.key"
    if not path.exists():
        _make(path)
    if path.stat().st_mode & 0o077:
        raise UnsafeKey(f"{path} can be read by others: run `chmod 600 {path}`")
    return Signing(_checked(str(path), path.read_text(encoding="ascii", errors="replace").strip()))


def _checked(name: str, text: str) -> bytes:
    if len(text) < _BYTES:
        raise UnsafeKey(f"{name} is shorter than {_BYTES} characters")
    if len(set(text)) < _FEWEST_CHARACTERS:
        raise UnsafeKey(f"{name} repeats itself: take random characters")
    return text.encode()


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    own = path.with_name(f".{secrets.token_hex(8)}")
    handle = os.open(own, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_hex(_BYTES))
    # A link appears whole or not at all: two processes that start together agree on one key.
    with suppress(FileExistsError):
        os.link(own, path)
    own.unlink()
