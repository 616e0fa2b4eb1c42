"""The office: this process's settings, desk and signing, and who holds a session right now."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from saldo import settings as settings_of_process
from saldo.access.signing import Signing, signing_of
from saldo.access.viewer import Viewer, viewer_for
from saldo.desk import Desk, open_desk, sessions
from saldo.settings import Settings

KNOWN_FOR_SECONDS = 1.0
TOUCH_EVERY_SECONDS = 60.0
_MOST_KNOWN = 10_000


@dataclass(slots=True)
class _Known:
    """What was found out about a session, when, and when it was last touched."""

    viewer: Viewer
    found: float
    touched: float = 0.0


@dataclass(eq=False)
class Office:
    """One per process. Safe for any number of threads."""

    settings: Settings
    desk: Desk
    signing: Signing
    clock: Callable[[], float] = time.monotonic
    _known: dict[str, _Known] = field(default_factory=dict, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def now(self) -> datetime:
        """The present moment in the company's time zone."""
        return self.settings.now()

    def viewer(self, session_id: str | None, *, fresh: bool = False) -> Viewer | None:
        """Who holds the session now. Known for a second, so a revocation shows within two.

        `fresh` asks the desk in any case (every HTTP request does).
        """
        if not session_id:
            return None
        with self._lock:
            known = self._known.get(session_id)
        if known is not None and not fresh and self.clock() - known.found < KNOWN_FOR_SECONDS:
            return known.viewer
        viewer = viewer_for(self.desk, session_id, self.now())
        self._remember(session_id, viewer, known.touched if known else 0.0)
        return viewer

    def touch(self, session_id: str) -> None:
        """The person is at it: the idle time starts again (noted once a minute)."""
        with self._lock:
            known = self._known.get(session_id)
            if known is None or (
                known.touched and self.clock() - known.touched < TOUCH_EVERY_SECONDS
            ):
                return
            known.touched = self.clock()
        sessions.touch(self.desk, session_id, at=self.now())

    def sign_out(self, session_id: str) -> None:
        """End the session, in this process at once."""
        sessions.revoke(self.desk, session_id, at=self.now())
        self.forget(session_id)

    def forget(self, session_id: str) -> None:
        """Ask the desk the next time."""
        with self._lock:
            self._known.pop(session_id, None)

    def _remember(self, session_id: str, viewer: Viewer | None, touched: float) -> None:
        with self._lock:
            if viewer is None:
                self._known.pop(session_id, None)
                return
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            self._known[session_id] = _Known(viewer, self.clock(), touched)


def open_office(settings: Settings) -> Office:
    """The office of a home. Raises `DeskError`, `UnsafeKey`."""
    settings.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    signing = signing_of(settings.home, settings.signing_key)
    return Office(settings, open_desk(settings.desk_url), signing)


_lock = threading.Lock()
_installed: Office | None = None


def install(opened: Office | None) -> None:
    """Make an office the one of this process (None: none, the next asker opens its own)."""
    global _installed  # noqa: PLW0603 - one per process is the point
    with _lock:
        _installed = opened


def office() -> Office:
    """The office of this process, opened from the settings when nothing was installed."""
    global _installed  # noqa: PLW0603
    with _lock:
        if _installed is None:
            _installed = open_office(settings_of_process.current())
        return _installed


def session_viewer(session_id: str | None) -> Viewer | None:
    """Who holds the session now, for a script run: None is nobody, also where asking failed.

    `session_id` is `st.user["saldo_session"]`, put there by the front.
    """
    try:
        return office().viewer(session_id)
    except Exception:
        return None


def sign_out(session_id: str) -> None:
    """What the app's sign-out button does before it reruns."""
    office().sign_out(session_id)


def form_token(session_id: str) -> str:
    """The `csrf` field of a form the app posts to the front (`/logout`, `/demo/enter`)."""
    return office().signing.form_token(session_id)
