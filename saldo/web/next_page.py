"""Where a sign-in leads: an address of this installation, never another's."""

from __future__ import annotations

from urllib.parse import urlsplit

_LONGEST = 2000
_NOT_BACK_TO = ("/login", "/logout", "/welcome", "/demo", "/signin.css")


def safe_next(wanted: str | None) -> str:
    """The wanted address where it is one of ours to show after signing in, else the start page."""
    text = wanted or ""
    if not text.startswith("/") or text.startswith("//") or len(text) > _LONGEST:
        return "/"
    if "\\" in text or any(ord(character) <= 32 or ord(character) == 127 for character in text):
        return "/"
    try:
        parsed = urlsplit(text)
    except ValueError:
        return "/"
    if parsed.scheme or parsed.netloc or parsed.path.startswith(_NOT_BACK_TO):
        return "/"
    return text
