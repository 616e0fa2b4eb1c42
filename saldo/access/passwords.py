"""Passwords: argon2 hashes, the same time for everybody, and what a password must be."""

from __future__ import annotations

from enum import StrEnum
from functools import cache

from pwdlib import PasswordHash

SHORTEST = 12
LONGEST = 200


class Weakness(StrEnum):
    """Why a new password is refused (`signin.weak.<value>` says it)."""

    short = "short"
    long = "long"
    address = "address"
    repeated = "repeated"


def weakness(password: str, email: str) -> Weakness | None:
    """What is wrong with a new password, None where nothing is."""
    if len(password) < SHORTEST:
        return Weakness.short
    if len(password) > LONGEST:
        return Weakness.long
    if len(set(password)) < SHORTEST // 3:
        return Weakness.repeated
    name = email.partition("@")[0].lower()
    if len(name) > 3 and name in password.lower() and len(password) < len(name) + SHORTEST:
        return Weakness.address
    return None


def hashed(password: str) -> str:
    """The argon2 hash with its parameters. Takes 0.2 s and 64 MiB: limit how many at once."""
    return _hasher().hash(password)


def matches(password: str, stored: str | None) -> bool:
    """True where the password is the stored one. Without a stored one it takes as long."""
    try:
        same = _hasher().verify(password[: LONGEST + 1], stored or _nobodys())
    except Exception:
        return False
    return same and stored is not None


@cache
def _hasher() -> PasswordHash:
    return PasswordHash.recommended()


@cache
def _nobodys() -> str:
    return _hasher().hash("nobody has this password")
