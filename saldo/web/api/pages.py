"""Pages: the rows of one answer, a slice at a time, the same ones while the figures stand still."""

from __future__ import annotations

import base64
import binascii
import json
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256

import polars as pl

from saldo.web.exports import BadRequest

MOST_ROWS = 10_000
USUAL_ROWS = 1_000
_KEPT_ANSWERS = 8
_KEPT_ROWS = 200_000


class Changed(Exception):
    """The figures changed between two pages: begin again."""


@dataclass(frozen=True, slots=True)
class Slice:
    """How many rows, after which; `mark` names the answer that the rows belong to."""

    limit: int
    after: int
    mark: str | None

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Slice:
        """What `limit` and `after` ask for. Raises `BadRequest`."""
        limit = query.get("limit", str(USUAL_ROWS))
        if not limit.isascii() or not limit.isdigit() or not 1 <= int(limit[:9]) <= MOST_ROWS:
            raise BadRequest(f"limit is {limit!r}: give 1 to {MOST_ROWS}")
        cursor = query.get("after")
        if not cursor:
            return cls(int(limit), 0, None)
        try:
            mark, after = json.loads(base64.urlsafe_b64decode(cursor.encode()))
            if not isinstance(mark, str) or type(after) is not int or after < 0:
                raise ValueError
        except (ValueError, binascii.Error, TypeError):
            raise BadRequest("after is not a cursor of ours: take it from `next`") from None
        return cls(int(limit), after, mark)

    def next_after(self, mark: str, total: int) -> str | None:
        """The cursor of the page behind this one; None: there is none."""
        end = self.after + self.limit
        if end >= total:
            return None
        return base64.urlsafe_b64encode(json.dumps([mark, end]).encode()).decode()


def mark_of(*parts: object) -> str:
    """A name for one answer: everything it depends on."""
    return sha256(repr(parts).encode()).hexdigest()[:32]


@dataclass(eq=False)
class Answers:
    """The last few answers, so that the next page of one is a slice and not a question."""

    _kept: OrderedDict[str, pl.DataFrame] = field(default_factory=OrderedDict, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def of(self, mark: str, ask: Callable[[], pl.DataFrame]) -> pl.DataFrame:
        """The answer of that mark. The mark holds the scope, so it is the asker's own."""
        with self._lock:
            if mark in self._kept:
                self._kept.move_to_end(mark)
                return self._kept[mark]
        frame = ask()
        with self._lock:
            self._kept[mark] = frame
            while len(self._kept) > 1 and (
                len(self._kept) > _KEPT_ANSWERS
                or sum(each.height for each in self._kept.values()) > _KEPT_ROWS
            ):
                self._kept.popitem(last=False)
        return frame
