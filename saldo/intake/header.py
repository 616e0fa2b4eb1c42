"""Header: which row of a table names its columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from statistics import median

Row = Sequence[str | None]
_SEARCHED = 30
_LOOKED_AT = 40
_LONGEST_NAME = 60
_FIGURE = re.compile(r"[-+−(]?[\d\s.,:/'’\-TZ%)]*\d[\d\s.,:/'’\-TZ%)]*(kr|SEK|EUR|USD|NOK|DKK)?\.?")


def header_row(rows: Sequence[Row], wanted: frozenset[str] = frozenset()) -> int | None:
    """The place of the row that names the columns; None where no row reads like one.

    Among the first thirty rows: the one with most of the wanted names, two at least; else the
    first of those with most words, above figures where there are any.
    """
    head = rows[:_SEARCHED]
    names = {plain(name) for name in wanted}
    hits = [len({plain(cell) for cell in row if cell} & names) for row in head]
    if hits and max(hits) >= 2:
        return hits.index(max(hits))
    words = [
        sum(1 for cell in row if cell and cell.strip() and not is_figure(cell))
        if _names_columns(row, rows[at + 1 : at + 1 + _LOOKED_AT])
        else 0
        for at, row in enumerate(head)
    ]
    return words.index(max(words)) if any(words) else None


def plain(text: str) -> str:
    """A heading without case, spaces and punctuation: `Faktura nr.` is `fakturanr`."""
    return "".join(ch for ch in text.casefold() if ch.isalnum())


def is_figure(cell: str) -> bool:
    """True where the cell is a number, an amount or a date rather than a name."""
    return _FIGURE.fullmatch(cell.strip()) is not None


def _names_columns(row: Row, below: Sequence[Row]) -> bool:
    words = [cell.strip() for cell in row if cell and cell.strip()]
    if len(words) < 2 or not below or any(len(word) > _LONGEST_NAME for word in words):
        return False
    figures = sum(map(is_figure, words))
    usual = median(sum(1 for cell in each if cell and cell.strip()) for each in below)
    if figures * 2 > len(words) or len(words) < 0.6 * usual or len(set(words)) * 2 <= len(words):
        return False
    held = [at for at in range(len(row)) if _holds_figures(below, at)]
    above_words = [at for at in held if row[at] and not is_figure(row[at] or "")]
    return bool(above_words) or not held


def _holds_figures(rows: Sequence[Row], at: int) -> bool:
    cells = [row[at] for row in rows if at < len(row) and row[at] and (row[at] or "").strip()]
    return bool(cells) and sum(is_figure(cell or "") for cell in cells) * 2 > len(cells)
