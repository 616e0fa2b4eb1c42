"""Rate: how many requests a token may make in a minute."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

A_MINUTE = 120
_SECONDS = 60
_MOST_KEYS = 10_000


@dataclass(eq=False)
class Rate:
    """Requests of this process, counted by token."""

    most: int = A_MINUTE
    clock: Callable[[], float] = time.monotonic
    _came: dict[str, deque[float]] = field(default_factory=dict, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def wait(self, token: str) -> int:
        """Count a request; the seconds until the next is answered, 0 where this one is."""
        now = self.clock()
        with self._lock:
            if len(self._came) > _MOST_KEYS:
                self._came.clear()
            times = self._came.setdefault(token, deque(maxlen=self.most))
            if len(times) == self.most and now - times[0] < _SECONDS:
                return int(times[0] + _SECONDS - now) + 1
            times.append(now)
            return 0
