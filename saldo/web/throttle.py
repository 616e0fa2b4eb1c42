"""The throttle: how many failed sign-ins an account and an address may have in a while."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

_MOST_KEYS = 20_000


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `failures` within `seconds`."""

    failures: int
    seconds: int


# One account from one address, one address, one account from anywhere: the last is wide, so
# that a stranger cannot easily lock somebody out.
PAIR = Limit(5, 300)
ADDRESS = Limit(30, 900)
ACCOUNT = Limit(50, 900)


@dataclass(eq=False)
class Throttle:
    """Failures of this process, counted by account, by address and by both."""

    clock: Callable[[], float] = time.monotonic
    _failed: dict[tuple[str, ...], deque[float]] = field(default_factory=dict, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def wait(self, *, account: str, address: str) -> int:
        """Seconds until the next try is allowed; 0 where it is."""
        with self._lock:
            return max(self._wait(key, limit) for key, limit in _keys(account, address))

    def failed(self, *, account: str, address: str) -> None:
        """Count a failure."""
        with self._lock:
            if len(self._failed) > _MOST_KEYS:
                self._forget_old()
            for key, limit in _keys(account, address):
                times = self._failed.setdefault(key, deque(maxlen=limit.failures))
                times.append(self.clock())

    def succeeded(self, *, account: str, address: str) -> None:
        """Forget the failures of this account from this address."""
        with self._lock:
            self._failed.pop(("pair", account, address), None)

    def _wait(self, key: tuple[str, ...], limit: Limit) -> int:
        times = self._failed.get(key, deque())
        if len(times) < limit.failures:
            return 0
        return max(0, int(times[0] + limit.seconds - self.clock()) + 1)

    def _forget_old(self) -> None:
        horizon = self.clock() - max(PAIR.seconds, ADDRESS.seconds, ACCOUNT.seconds)
        self._failed = {key: times for key, times in self._failed.items() if times[-1] > horizon}


def _keys(account: str, address: str) -> list[tuple[tuple[str, ...], Limit]]:
    return [
        (("pair", account, address), PAIR),
        (("address", address), ADDRESS),
        (("account", account), ACCOUNT),
    ]
