"""A list of changes: the rows of an uploaded table as changes of machines, by their headings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from saldo.intake.days import UNCLEAR, day_order, days
from saldo.intake.header import plain
from saldo.intake.sheet import Uploaded

HEADINGS = {
    "serial_no": ("serial number", "serial no", "serial", "serienummer", "serienr", "maskin"),
    "kind": ("change", "kind", "action", "ändring", "åtgärd", "slag"),
    "on_date": ("date", "day", "datum", "dag", "från datum"),
    "to_site": ("new site", "to site", "site", "ny plats", "till plats", "plats", "platsnummer"),
    "new_serial": ("new serial number", "new serial", "correct serial number", "nytt serienummer",
                   "rätt serienummer"),
    "model": ("model", "modell"),
    "note": ("note", "comment", "reason", "notering", "kommentar", "skäl"),
}  # fmt: skip
_KINDS = {
    "remove": ("remove", "removal", "return", "ta bort", "bort", "avveckla", "retur", "hämta"),
    "move": ("move", "relocate", "flytta", "flytt"),
    "correct_serial": ("correct", "correct serial", "correct serial number", "rätta", "rättelse",
                       "rätta serienummer"),
    "add": ("add", "new", "lägg till", "ny", "tillkommande"),
}  # fmt: skip
WANTED = frozenset(name for names in HEADINGS.values() for name in names)


@dataclass(frozen=True, slots=True)
class ListedChange:
    """One row of the list, on its line of the file. `kind` is "" where its word means nothing."""

    line: int
    kind: str
    serial_no: str
    on_date: date | None
    to_site: str
    new_serial: str
    model: str
    note: str


class NoSerialNumbers(Exception):
    """No column of the list is headed as serial numbers are."""

    def __init__(self) -> None:
        """Build the message."""
        super().__init__("no column holds serial numbers")


def listed_changes(uploaded: Uploaded, *, usual: str, on_date: date | None) -> list[ListedChange]:
    """Every row as a change; `usual` and `on_date` hold where a row says no kind or no date.

    Raises `NoSerialNumbers`.
    """
    cells = {name: _column(uploaded, names) for name, names in HEADINGS.items()}
    if cells["serial_no"] is None:
        raise NoSerialNumbers
    rows = uploaded.rows.height
    given = {
        name: [""] * rows if found is None else [str(text or "").strip() for text in found]
        for name, found in cells.items()
    }
    dates = _dates(cells["on_date"], rows)
    return [
        ListedChange(
            line=int(uploaded.rows["_line"][at]),
            kind=_kind(given["kind"][at], usual),
            serial_no=given["serial_no"][at],
            on_date=dates[at] if given["on_date"][at] else on_date,
            to_site=given["to_site"][at],
            new_serial=given["new_serial"][at],
            model=given["model"][at],
            note=given["note"][at],
        )
        for at in range(rows)
    ]


def _column(uploaded: Uploaded, names: tuple[str, ...]) -> pl.Series | None:
    headed = {plain(header): header for header in uploaded.headers}
    found = next((headed[plain(name)] for name in names if plain(name) in headed), None)
    return None if found is None else uploaded.rows[found]


def _dates(column: pl.Series | None, rows: int) -> list[date | None]:
    """Dates that can be read in two ways are none: the row then says that it lacks one."""
    if column is None:
        return [None] * rows
    order = day_order(column)
    return days(column, "" if order == UNCLEAR else order).to_list()


def _kind(said: str, usual: str) -> str:
    if not said:
        return usual
    word = " ".join(said.lower().split())
    return next((kind for kind, words in _KINDS.items() if word == kind or word in words), "")
