"""Page: what every screen has at hand: who looks, in which words, at which books."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import polars as pl

from saldo import access
from saldo.access import Viewer
from saldo.deeds import Actor, NotTheirs
from saldo.i18n import Reader
from saldo.reporting import Filters
from saldo.ui.cache import Question, answer, books_of
from saldo.warehouse import Snapshot, current

_OF_ONE_PAGE = (
    "status",
    "search",
    "bucket",
    "steps",
    "start",
    "end",
    "baseline",
    "site",
    "category",
    "contract",
    "outcome",
    "into",
)


@dataclass(frozen=True, slots=True)
class Page:
    """One run of one page.

    `everyone` are the viewer's accounts, one row each, `accounts` those that the filters leave.
    """

    name: str
    viewer: Viewer
    reader: Reader
    snapshot: Snapshot
    revision: int
    filters: Filters
    everyone: pl.DataFrame
    default_as_of: date

    @property
    def accounts(self) -> pl.DataFrame:
        """The accounts the page is about."""
        wanted = self.filters.customers
        chosen = pl.col("customer_no").is_in(wanted)
        return self.everyone.filter(chosen) if wanted else self.everyone

    def ask(self, question: Question, filters: Filters | None = None, **more: Any) -> Any:
        """The answer of a function of `saldo.reporting` under this viewer's scope."""
        return answer(
            question,
            snapshot=self.snapshot,
            revision=self.revision,
            scope=self.viewer.scope,
            filters=self.filters if filters is None else filters,
            **more,
        )

    def act(self, deed: Callable[..., Any], **details: Any) -> Any:
        """Do something of `saldo.deeds` as who looks now, on the newest figures.

        Raises `Refused` (show it with `ui.refused`), which `NotTheirs` is too.
        """
        office = access.office()
        viewer = office.viewer(self.viewer.session_id, fresh=True)
        if viewer is None:
            raise NotTheirs
        books = books_of(current(office.settings.home), office.desk.revision(), None)
        return deed(Actor(office.desk, books, viewer, office.now(), self.filters.as_of), **details)

    def query(self, **changes: Any) -> dict[str, str]:
        """The address of another view of the same accounts, for `st.page_link`.

        Filters of this page alone (status, search, period and the like) are left behind.
        """
        elsewhere: dict[str, Any] = dict.fromkeys(_OF_ONE_PAGE)
        address = replace(self.filters, **elsewhere | changes).to_query()
        if self.filters.as_of == self.default_as_of:
            del address["as_of"]
        return address

    @property
    def currencies(self) -> list[str]:
        """The currencies these accounts ever used, or the one chosen."""
        used = ",".join(self.accounts["currencies"].to_list())
        codes = sorted({code for code in used.split(",") if code})
        return [code for code in codes if self.filters.currency in (None, code)]
