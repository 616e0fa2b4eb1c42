"""The address: under which names and schemes the installation is reached."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from saldo.settings import Settings

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class UnsafeAddress(Exception):
    """Sign-in would travel unprotected, or under a name nobody has stated."""


@dataclass(frozen=True, slots=True)
class Address:
    """What the front accepts. `base` is the configured origin, None on loopback alone."""

    hosts: frozenset[str]
    base: str | None
    cookie_name: str

    @property
    def secure(self) -> bool:
        """True where browsers reach us by https: cookies are then `Secure` and `__Host-`."""
        return self.base is not None and self.base.startswith("https://")

    @property
    def cookie(self) -> str:
        """Name of the session's cookie."""
        return f"__Host-{self.cookie_name}" if self.secure else self.cookie_name

    @property
    def form_cookie(self) -> str:
        """Name of the cookie that a guest's form tokens are bound to."""
        return f"{self.cookie}-form"

    @property
    def language_cookie(self) -> str:
        """Name of the cookie that remembers a guest's language."""
        return f"{self.cookie}-language"

    def knows(self, host: str | None) -> bool:
        """True where a request's Host header is one of ours (a forged one is refused)."""
        parsed = _parsed(f"//{host}") if host else None
        return parsed is not None and parsed.hostname in self.hosts

    def is_own(self, origin: str, host: str, scheme: str) -> bool:
        """True where a request's Origin is this installation itself."""
        if origin == self.base:
            return True
        return origin == f"{'https' if scheme in ('https', 'wss') else 'http'}://{host}"


def address_of(settings: Settings) -> Address:
    """How this installation is reached. Raises `UnsafeAddress`.

    A demo home answers on loopback alone. Elsewhere a name that is not loopback needs https,
    which a proxy in front provides, and `SALDO_BASE_URL` to state it.
    """
    if settings.is_demo:
        # Cookies know no ports: with a name of its own, the demo signs nobody out of their home.
        return Address(LOOPBACK, None, "saldo-demo")
    if settings.base_url is None:
        if settings.host not in LOOPBACK:
            raise UnsafeAddress(
                f"SALDO_HOST is {settings.host}: state the address people use in SALDO_BASE_URL"
            )
        return Address(LOOPBACK, None, "saldo")
    parsed = _parsed(settings.base_url)
    if parsed is None or parsed.scheme not in ("http", "https"):
        raise UnsafeAddress(f"SALDO_BASE_URL is {settings.base_url!r}: give https://name")
    host = parsed.hostname or ""
    if parsed.scheme == "http" and host not in LOOPBACK:
        raise UnsafeAddress(f"SALDO_BASE_URL is {settings.base_url!r}: it must begin with https://")
    return Address(LOOPBACK | {host}, f"{parsed.scheme}://{parsed.netloc}", "saldo")


def base_url(settings: Settings, port: int | None = None) -> str:
    """The address to hand to people, without a slash at its end."""
    if settings.base_url and not settings.is_demo:
        return settings.base_url.rstrip("/")
    return f"http://127.0.0.1:{port or settings.port}"


def _parsed(url: str) -> SplitResult | None:
    try:
        parsed = urlsplit(url)
        _ = parsed.port  # raises for one that is no number
    except ValueError:
        return None
    plain = not (parsed.username or parsed.password or parsed.query or parsed.fragment)
    return parsed if parsed.hostname and plain and parsed.path in ("", "/") else None
