"""Security headers: what browsers may run, load, keep and frame."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable, Sequence
from hashlib import sha256

_INLINE_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)

GUEST_POLICY = (
    "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
ALWAYS = (
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=(), payment=()"),
)
HSTS = (b"strict-transport-security", b"max-age=31536000")
NO_STORE = (b"cache-control", b"no-store")

RawHeaders = list[tuple[bytes, bytes]]


def app_policy(index_html: str) -> str:
    """The content security policy of the Streamlit app.

    Its one inline script is let run by its hash; styles come inline by the framework's nature.
    """
    hashes = " ".join(f"'{digest}'" for digest in script_hashes(index_html))
    return (
        f"default-src 'self'; script-src 'self' {hashes}; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; "
        "worker-src 'self' blob:; frame-ancestors 'none'; object-src 'none'; base-uri 'none'; "
        "form-action 'self'"
    )


def script_hashes(html: str) -> list[str]:
    """The hashes of the inline scripts of a page, as a policy names them."""
    return [
        f"sha256-{b64encode(sha256(script.encode()).digest()).decode()}"
        for script in _INLINE_SCRIPT.findall(html)
    ]


def guarded(
    sent: Iterable[tuple[bytes, bytes]], *, policy: str, keep: bool, secure: bool
) -> RawHeaders:
    """A response's headers with ours. A policy it states itself stands; `keep` lets it be cached.

    Cookies of the framework become `Secure` where we are reached by https.
    """
    headers = [(name.lower(), value) for name, value in sent]
    if not keep:
        headers = [(name, value) for name, value in headers if name != b"cache-control"]
        headers.append(NO_STORE)
    if not any(name == b"content-security-policy" for name, _ in headers):
        headers.append((b"content-security-policy", policy.encode()))
    headers.extend(ALWAYS)
    return [*_with_secure_cookies(headers), HSTS] if secure else headers


def _with_secure_cookies(headers: Sequence[tuple[bytes, bytes]]) -> RawHeaders:
    return [
        (name, value + b"; Secure")
        if name == b"set-cookie" and b"; secure" not in value.lower()
        else (name, value)
        for name, value in headers
    ]
