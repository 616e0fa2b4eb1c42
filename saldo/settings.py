"""Settings: the only reader of the environment."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

ROOT = Path(__file__).resolve().parent.parent
DEMO_HOME = ROOT / "data" / "demo"
DEMO_MARKER = "demo.toml"


class SettingsError(Exception):
    """A variable of the environment holds something that cannot be used."""


@dataclass(frozen=True, slots=True)
class Settings:
    """One installation: where it lives, where it is reached, whose clock it follows."""

    home: Path
    timezone: ZoneInfo
    host: str
    port: int
    desk_url: str
    base_url: str | None
    shared: Path
    language: str
    signing_key: str | None = None
    smtp_url: str | None = None
    mail_from: str = "saldo@localhost"
    shift_counts: bool = False

    @property
    def is_demo(self) -> bool:
        """True where the home holds the demo marker (it alone has the one-click door)."""
        return (self.home / DEMO_MARKER).is_file()

    def now(self) -> datetime:
        """The present moment in the company's time zone (rule 3). The only clock."""
        return datetime.now(self.timezone)

    def today(self) -> date:
        """Today's date in the company's time zone (rule 3)."""
        return self.now().date()


def _port(text: str) -> int:
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise SettingsError(f"SALDO_PORT is {text!r}: give a number from 1 to 65535")
    return int(text)


def _timezone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        raise SettingsError(f"SALDO_TIMEZONE is {name!r}: no such time zone") from None


def _yes(name: str, text: str) -> bool:
    if text not in ("yes", "no"):
        raise SettingsError(f"{name} is {text!r}: give yes or no")
    return text == "yes"


def _language(name: str) -> str:
    return "sv" if name.startswith("sv") else "en"


def read(home: Path | None = None) -> Settings:
    """Settings from the environment; `home` wins over `SALDO_HOME`.

    Raises `SettingsError` with the variable's name and what it should hold.
    """
    env = os.environ
    place = home or Path(env.get("SALDO_HOME") or ROOT / "data" / "home")
    place = place.expanduser().resolve()
    return Settings(
        home=place,
        timezone=_timezone(env.get("SALDO_TIMEZONE") or "Europe/Stockholm"),
        host=env.get("SALDO_HOST") or "127.0.0.1",
        port=_port(env.get("SALDO_PORT") or "8501"),
        desk_url=env.get("SALDO_DESK_URL") or f"sqlite:///{place / 'desk.db'}",
        base_url=env.get("SALDO_BASE_URL"),
        shared=Path(env.get("SALDO_SHARED") or ROOT.parent / "shared").resolve(),
        language=_language(env.get("SALDO_LANGUAGE") or env.get("LC_ALL") or env.get("LANG") or ""),
        signing_key=env.get("SALDO_SIGNING_KEY"),
        smtp_url=env.get("SALDO_SMTP_URL") or None,
        mail_from=env.get("SALDO_MAIL_FROM") or "saldo@localhost",
        shift_counts=_yes("SALDO_SHIFT_COUNTS", env.get("SALDO_SHIFT_COUNTS") or "no"),
    )


def child_environment(settings: Settings) -> dict[str, str]:
    """The environment of a child process that is to serve the same home."""
    return {**os.environ, "SALDO_HOME": str(settings.home)}


@cache
def current() -> Settings:
    """The settings of this process, read once."""
    return read()
