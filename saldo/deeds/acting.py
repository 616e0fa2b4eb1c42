"""Acting: who does something, where and when, and the two ways it can be refused."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import polars as pl

from saldo.access import Viewer
from saldo.desk import Desk
from saldo.reporting import Books, Filters


class Refused(Exception):
    """Something given cannot be done: `key` and `params` say why, by the message catalogue."""

    def __init__(self, key: str, **params: Any) -> None:
        super().__init__(f"{key} {params}" if params else key)
        self.key = key
        self.params = params


class NotTheirs(Refused):
    """Nothing of that name is in the actor's scope: it answers as if it did not exist."""

    def __init__(self) -> None:
        super().__init__("errors.not_theirs")


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: their viewer, both stores, the moment (company's time) and the day's filters."""

    desk: Desk
    books: Books
    viewer: Viewer
    at: datetime
    as_of: date

    def ask(self, question: str, filters: Filters | None = None, **more: Any) -> pl.DataFrame:
        """The answer to a question of `saldo.reporting` by name, under the actor's own scope."""
        asked = filters or Filters(as_of=self.as_of)
        return self.books.ask(question, self.viewer.scope, asked, **more)
