"""Contract timeline: each contract on one line of time: committed, renewing, its last notice day.

Solid is committed, hatched what follows where nobody gives notice, the mark the last notice day.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from html import escape
from typing import Any

import polars as pl

from saldo.i18n import Reader
from saldo.ui.charts import Spec, mark_day, template, time_axis
from saldo.ui.colours import Palette, palette
from saldo.ui.contract_words import first_word

ROWS = 20
_ROW_HEIGHT = 40
_BACK, _AHEAD = timedelta(days=365), timedelta(days=1096)
_LONGEST_NAME = 30
_DAY_MS = 86_400_000

Row = dict[str, Any]


def contract_timeline(contracts: pl.DataFrame, as_of: date, reader: Reader) -> Spec:
    """The contracts under each other, the first on top, a year back and three ahead at most."""
    colours, rows = palette(), list(contracts.iter_rows(named=True))
    first, last = _window(rows, as_of)
    spec = template(
        [
            _bars(rows, "committed", (first, last), reader, colours),
            _bars(rows, "renewal", (first, last), reader, colours),
            _notices(rows, reader, colours),
        ],
        colours,
        height=len(rows) * _ROW_HEIGHT + 96,
        barmode="overlay",
        xaxis=time_axis([first, last], reader, colours)
        | {"range": [first.isoformat(), last.isoformat()], "showgrid": True}
        | {"gridcolor": colours.grid},
        yaxis={"range": [0.6 - len(rows), 0.8], "visible": False, "fixedrange": True},
        legend={"orientation": "h", "y": 0, "yanchor": "bottom", "yref": "container", "x": 0}
        | {"itemclick": False, "itemdoubleclick": False, "traceorder": "normal"},
        margin={"l": 0, "r": 0, "t": 18, "b": 8},
        hovermode="closest",
        annotations=[
            note for at, row in enumerate(rows) for note in _notes(row, -at, reader, colours)
        ],
    )
    mark_day(spec, as_of, reader.t("frame.as_of_day", day=reader.f.date(as_of)), colours)
    return spec


def _window(rows: Sequence[Row], as_of: date) -> tuple[date, date]:
    ends = [row["renewed_to"] or row["term_end"] for row in rows]
    starts = [row["start_on"] for row in rows]
    first = max(min([as_of - timedelta(days=90), *starts]), as_of - _BACK)
    last = max([as_of + _BACK, *(end for end in ends if end)]) + timedelta(days=30)
    return first, min(last, as_of + _AHEAD)


def _spans(
    rows: Sequence[Row], part: str, first: date, last: date
) -> list[tuple[int, Row, date, date]]:
    """(place, row, from, to) of the part of each contract that the window shows."""
    found = []
    for at, row in enumerate(rows):
        if part == "committed":
            start, end = row["start_on"], row["term_end"] or last
        else:
            start, end = row["term_end"], row["renewed_to"]
        if start is not None and end is not None and end >= first and start <= last:
            found.append((at, row, max(start, first), min(end, last)))
    return found


def _bars(
    rows: Sequence[Row], part: str, window: tuple[date, date], reader: Reader, colours: Palette
) -> Spec:
    spans = _spans(rows, part, *window)
    hatched = {"shape": "/", "fgcolor": colours.actual, "bgcolor": colours.paper, "size": 5}
    marker: Spec = {"color": colours.actual}
    if part == "renewal":
        marker |= {"pattern": hatched, "line": {"color": colours.actual, "width": 1}}
    name = reader.t(f"contracts.timeline.{part}")
    return {
        "type": "bar",
        "orientation": "h",
        "name": name,
        "base": [start.isoformat() for *_, start, _ in spans],
        "x": [(end - start).days * _DAY_MS for *_, start, end in spans],
        "y": [-at for at, *_ in spans],
        "width": 0.26,
        "marker": marker,
        "customdata": [_said(row, part, name, reader) for _, row, *_ in spans],
        "hovertemplate": "%{customdata}<extra></extra>",
    }


def _said(row: Row, part: str, name: str, reader: Reader) -> str:
    amount = row["committed"] if part == "committed" else row["renewal_cost"]
    end = row["term_end"] if part == "committed" else row["renewed_to"]
    until = reader.f.date(end) if end else "…"
    money = reader.f.money(amount, row["currency"])
    return f"{escape(row['contract_no'])}<br>{name} – {until}<br>{money}"


def _notices(rows: Sequence[Row], reader: Reader, colours: Palette) -> Spec:
    marked = [(-at, row) for at, row in enumerate(rows) if row["last_notice_day"]]
    name, f = reader.t("columns.last_notice_day"), reader.f
    return {
        "type": "scatter",
        "mode": "markers",
        "name": name,
        "x": [row["last_notice_day"].isoformat() for _, row in marked],
        "y": [y for y, _ in marked],
        "marker": {
            "symbol": "diamond",
            "size": 13,
            "color": colours.bad,
            "line": {"color": colours.paper, "width": 1.5},
        },
        "customdata": [
            f"{escape(row['contract_no'])}<br>{name}: {f.date(row['last_notice_day'])}"
            for _, row in marked
        ],
        "hovertemplate": "%{customdata}<extra></extra>",
        "showlegend": bool(marked),
    }


def _notes(row: Row, y: int, reader: Reader, colours: Palette) -> list[Spec]:
    """Whose bar it is above it, and at the right the last day to give notice."""
    on_top = {"y": y, "yshift": 15, "showarrow": False, "xref": "paper", "borderpad": 0}
    name = f"{row['contract_no']} · {first_word(row, reader)}"
    short = name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1].rstrip() + "…"
    notes = [on_top | {"text": escape(short), "x": 0, "xanchor": "left", "font": {"size": 12}}]
    if row["last_notice_day"]:
        day = {"text": reader.f.date(row["last_notice_day"]), "x": 1, "xanchor": "right"}
        notes.append(on_top | day | {"font": {"size": 12, "color": colours.bad}})
    return notes
