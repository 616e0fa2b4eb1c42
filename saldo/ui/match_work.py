"""Match work: an uploaded ledger while it is worked on: packed, in this session alone."""

from __future__ import annotations

import hashlib
import io
import threading
from collections import OrderedDict
from dataclasses import dataclass, field, replace
from typing import Any

import polars as pl
import streamlit as st

from saldo.intake.payables import WANTED, Columns, recognised, told
from saldo.intake.refusals import NotATable
from saldo.intake.sheet import Uploaded, read_table
from saldo.intake.supplier_rows import (
    MOST_ROWS,
    Holds,
    Meaning,
    Sign,
    SupplierRows,
    meaning,
    supplier_rows,
)
from saldo.ledger.matching import Decisions
from saldo.reporting.matching import Matched, numbers_of, vendor_ledger
from saldo.ui.page import Page

_KEY = "_match"
_USUAL = Meaning(Holds.open, Sign.owed)
_MOST_KEPT = 4_000_000
_RESULTS: OrderedDict[str, Matched] = OrderedDict()
_MOST_RESULTS = 6
_LOCK = threading.Lock()


@dataclass(frozen=True, slots=True)
class Work:
    """One upload: its table packed, how it is read, what a person decided.

    `content` is kept only of a small workbook with several sheets, to choose another.
    """

    name: str
    packed: bytes
    uploaded: Uploaded
    columns: Columns
    meant: Meaning
    currency: str
    confirmed: bool = False
    decisions: Decisions = field(default_factory=Decisions)
    content: bytes | None = None

    @property
    def table(self) -> Uploaded:
        """The upload with its rows."""
        return replace(self.uploaded, rows=pl.read_ipc(io.BytesIO(self.packed)))


def current() -> Work | None:
    """What is worked on in this session."""
    work: Work | None = st.session_state.get(_KEY)
    return work


def keep(work: Work) -> None:
    """Go on with this."""
    st.session_state[_KEY] = work


def drop() -> None:
    """Put the upload away; nothing of it remains."""
    st.session_state.pop(_KEY, None)
    st.session_state["_match_uploads"] = uploads() + 1
    for name in ("list", "finding"):
        st.query_params.pop(name, None)


def uploads() -> int:
    """How many uploads this session has put away: a new number makes the file box empty."""
    return int(st.session_state.get("_match_uploads", 0))


def begin(page: Page, name: str, content: bytes, sheet: str | None = None) -> None:
    """Read an upload and recognise its columns. Raises `NotATable`."""
    table = read_table(name, content, wanted=WANTED, sheet=sheet)
    if table.rows.height > MOST_ROWS:
        raise NotATable("too_many_rows", most=MOST_ROWS)
    packed = io.BytesIO()
    table.rows.write_ipc(packed, compression="zstd")
    if packed.tell() > _MOST_KEPT:
        raise NotATable("too_big", most=_MOST_KEPT // 1_000_000)
    columns = recognised(table, numbers_of(ledger(page)))
    several = len(table.sheets) > 1 and len(content) <= _MOST_KEPT
    keep(
        Work(
            name=name,
            packed=packed.getvalue(),
            uploaded=replace(table, rows=table.rows.head(0)),
            columns=columns,
            meant=_meant(table, columns),
            currency=(page.currencies or ["SEK"])[0],
            content=content if several else None,
        )
    )


def change_columns(work: Work, **roles: str | None) -> None:
    """Other columns in some roles: how their cells are read is told anew."""
    table = work.table
    columns = told(table, work.columns.chosen(**roles))
    keep(replace(work, columns=columns, meant=_meant(table, columns), decisions=Decisions()))


def rows_of(work: Work) -> SupplierRows:
    """The customer's side. Raises `NotATable` where no row can be matched."""
    return supplier_rows(work.table, work.columns, work.meant, work.currency)


def ledger(page: Page) -> pl.DataFrame:
    """Ours, under the viewer's scope and the page's filters."""
    asked: pl.DataFrame = page.ask(vendor_ledger)
    return asked


def result(page: Page, work: Work) -> Matched:
    """What was found. Kept for the last few who asked, by all it depends on.

    Raises `NotATable`.
    """
    key = hashlib.sha256(
        repr((page.snapshot.build, page.viewer.scope, page.filters, _read_as(work))).encode()
        + work.packed
    ).hexdigest()
    with _LOCK:
        if key in _RESULTS:
            _RESULTS.move_to_end(key)
            return _RESULTS[key]
    read = rows_of(work)
    found = Matched(
        as_of=page.filters.as_of,
        theirs=read.rows if page.filters.currency is None else _only(read, page.filters.currency),
        ledger=ledger(page),
        all_entries=work.meant.holds is Holds.all,
        decisions=work.decisions,
        since=read.since,
    )
    with _LOCK:
        _RESULTS[key] = found
        while len(_RESULTS) > _MOST_RESULTS:
            _RESULTS.popitem(last=False)
    return found


def _only(read: SupplierRows, currency: str) -> tuple[Any, ...]:
    return tuple(row for row in read.rows if row.currency == currency)


def _read_as(work: Work) -> tuple[object, ...]:
    decided = work.decisions
    return work.columns, work.meant, work.currency, decided.together, sorted(decided.alone)


def _meant(table: Uploaded, columns: Columns) -> Meaning:
    return meaning(table, columns) if columns.of_amounts else _USUAL
