"""Promise track: each line's dates on one line of time, and by how much they moved (rule 19).

Hollow is what was requested, grey what was promised before, filled what is promised now or came.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape
from typing import Any

import polars as pl

from saldo.i18n import Reader
from saldo.ui.charts import Spec, mark_day, template
from saldo.ui.colours import Palette, palette
from saldo.ui.weeks import week_axis

ROWS = 15
_KEY = ("customer_no", "company_no", "order_no", "line_no")
_ROW_HEIGHT = 56
_LONGEST_NAME = 30


@dataclass(frozen=True, slots=True)
class Track:
    """The lines of one order whose dates are the same. `promises` in the order given.

    `between` is where four of five like them came, of a line that is open.
    """

    order_no: str
    names: tuple[str, ...]
    requested: date | None
    promises: tuple[date, ...]
    completed: date | None
    shipped_only: bool
    late_days: int
    is_late: bool
    between: tuple[date, date] | None = None

    @property
    def due(self) -> date | None:
        """The date that counts now: the latest promise, else the requested one."""
        return self.promises[-1] if self.promises else self.requested

    @property
    def moved_by(self) -> int:
        """Days from the first promise to the latest one."""
        return (self.promises[-1] - self.promises[0]).days if self.promises else 0

    @property
    def days(self) -> list[date]:
        """Every date of the track."""
        known = (self.requested, *self.promises, self.completed, *(self.between or ()))
        return [day for day in known if day]


def tracks(lines: pl.DataFrame, promises: pl.DataFrame) -> list[Track]:
    """The tracks of these order lines, in their order; lines without any date have none."""
    given: dict[tuple[str, ...], list[date]] = {}
    for *key, promised_on in promises.select(*_KEY, "promised_on").iter_rows():
        given.setdefault(tuple(key), []).append(promised_on)
    alike: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    for line in lines.filter(pl.col("cancelled").is_null()).iter_rows(named=True):
        dates = tuple(given.get(tuple(line[name] for name in _KEY), ()))
        order = tuple(line[name] for name in _KEY[:3])
        known = (*order, line["requested"], dates, line["completed"])
        alike.setdefault(known, []).append(line | {"dates": dates})
    found = [_track(group) for group in alike.values()]
    return [track for track in found if track.days]


def _track(lines: Sequence[dict[str, Any]]) -> Track:
    first = lines[0]
    return Track(
        order_no=first["order_no"],
        names=tuple(line["description"] or line["product_no"] or "" for line in lines),
        requested=first["requested"],
        promises=first["dates"],
        completed=first["completed"],
        shipped_only=not first["knows_delivery"],
        late_days=first["late_days"] or 0,
        is_late=first["is_late"],
        between=(first["earliest"], first["latest"]) if first.get("earliest") else None,
    )


def promise_track(rows: Sequence[Track], as_of: date, reader: Reader) -> Spec:
    """The tracks under each other, the first on top, with a line at the day shown."""
    colours = palette()
    days = [as_of, *(day for row in rows for day in row.days)]
    margin = max(timedelta(days=2), (max(days) - min(days)) / 30)
    first, last = min(days) - margin, max(days) + margin
    spec = template(
        [
            *_segments(rows, as_of, colours),
            *_ranges(rows, reader, colours),
            *_marks(rows, reader, colours),
        ],
        colours,
        height=len(rows) * _ROW_HEIGHT + 84,
        xaxis=week_axis(first, last, reader, colours)
        | {"range": [first.isoformat(), last.isoformat()]},
        yaxis={
            "range": [0.6 - len(rows), 0.7],
            "tickvals": [0.64 - at for at in range(1, len(rows))],
            "showticklabels": False,
            "gridcolor": colours.grid,
            "zeroline": False,
            "fixedrange": True,
        },
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


def _segments(rows: Sequence[Track], as_of: date, colours: Palette) -> list[Spec]:
    """The whole span faint; from the first promise to the latest, and past it, in colour."""
    whole, slipped, late = [], [], []
    for at, row in enumerate(rows):
        whole.append((min(row.days), max(row.days), -at))
        if row.moved_by > 0:
            slipped.append((row.promises[0], row.promises[-1], -at))
        if row.due and (row.is_late or (row.completed and row.completed > row.due)):
            late.append((row.due, row.completed or as_of, -at))
    return [
        _lines(whole, {"color": colours.grid, "width": 3}),
        _lines(slipped, {"color": colours.warn, "width": 3}),
        _lines(late, {"color": colours.bad, "width": 3, "dash": "2px,3px"}),
    ]


def _ranges(rows: Sequence[Track], reader: Reader, colours: Palette) -> list[Spec]:
    """Where four of five like an open line came: a whisker below its track."""
    spans = [(row.between, -at - 0.16) for at, row in enumerate(rows) if row.between]
    if not spans:
        return []
    points = [(day, y, between) for between, y in spans for day in (*between, None)]
    ends = {"symbol": "line-ns-open", "size": 9, "line": {"width": 2}, "color": colours.actual}
    return [
        {
            "type": "scatter",
            "mode": "lines+markers",
            "name": reader.t("deliveries.track.range"),
            "x": [day and day.isoformat() for day, _, _ in points],
            "y": [y for _, y, _ in points],
            "line": {"color": colours.actual, "width": 1.5},
            "marker": ends,
            "customdata": [
                f"{reader.t('deliveries.track.range')}: {reader.f.period(*between)}"
                for _, _, between in points
            ],
            "hovertemplate": "%{customdata}<extra></extra>",
        }
    ]


def _lines(spans: Iterable[tuple[date, date, int]], line: Spec) -> Spec:
    drawn = [point for start, end, y in spans for point in ((start, y), (end, y), None)]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [None if point is None else point[0].isoformat() for point in drawn],
        "y": [None if point is None else point[1] for point in drawn],
        "line": line,
        "hoverinfo": "skip",
        "showlegend": False,
    }


def _marks(rows: Sequence[Track], reader: Reader, colours: Palette) -> list[Spec]:
    """One trace per kind of mark, so that the legend names each once."""
    hollow = {"color": "rgba(0,0,0,0)", "size": 15, "line": {"color": colours.text, "width": 1.5}}
    kinds: dict[str, tuple[list[tuple[date, int]], Spec]] = {
        "requested": ([], hollow),
        "earlier": ([], {"color": colours.faint, "size": 8}),
        "latest": ([], {"color": colours.actual, "size": 10}),
        "delivered": ([], {"color": colours.good, "size": 12, "symbol": "diamond"}),
        "shipped": ([], {"color": colours.good, "size": 12, "symbol": "diamond"}),
    }
    for at, row in enumerate(rows):
        if row.requested:
            kinds["requested"][0].append((row.requested, -at))
        for day in row.promises[:-1]:
            kinds["earlier"][0].append((day, -at))
        if row.promises:
            kind = "earlier" if row.completed else "latest"
            kinds[kind][0].append((row.promises[-1], -at))
        if row.completed:
            kinds["shipped" if row.shipped_only else "delivered"][0].append((row.completed, -at))
    return [_mark(name, *given, reader) for name, given in kinds.items() if given[0]]


def _mark(name: str, points: Sequence[tuple[date, int]], marker: Spec, reader: Reader) -> Spec:
    words, f = reader.t(f"deliveries.track.{name}"), reader.f
    return {
        "type": "scatter",
        "mode": "markers",
        "name": words,
        "x": [day.isoformat() for day, _ in points],
        "y": [y for _, y in points],
        "marker": marker,
        "customdata": [f"{words}: {f.date(day)} ({f.week(day)})" for day, _ in points],
        "hovertemplate": "%{customdata}<extra></extra>",
    }


def _notes(row: Track, y: int, reader: Reader, colours: Palette) -> list[Spec]:
    """Whose track it is, what it comes to, and the slip in days on the track itself."""
    on_top = {"y": y, "yshift": 19, "showarrow": False, "xref": "paper", "borderpad": 0}
    colour = colours.bad if row.is_late else colours.text
    name = {"text": _name(row, reader), "x": 0, "xanchor": "left", "font": {"size": 12}}
    said = {"text": f"<b>{outcome(row, reader)}</b>", "x": 1, "xanchor": "right"}
    notes = [on_top | name, on_top | said | {"font": {"size": 12, "color": colour}}]
    if row.moved_by > 0:
        middle = row.promises[0] + timedelta(days=row.moved_by / 2)
        slip = {
            "x": middle.isoformat(),
            "y": y,
            "yshift": -12,
            "text": f"+{reader.f.days(row.moved_by)}",
            "showarrow": False,
            "font": {"size": 11, "color": colours.warn},
        }
        notes.append(slip)
    return notes


def _name(row: Track, reader: Reader) -> str:
    name = row.names[0]
    short = name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1].rstrip() + "…"
    more = f" +{reader.f.number(len(row.names) - 1)}" if len(row.names) > 1 else ""
    return f"{escape(row.order_no)} · {escape(short)}{more}"


def outcome(row: Track, reader: Reader) -> str:
    """How a track ends, in a few words: when it is expected, how late it is, when it came."""
    t, f = reader.t, reader.f
    if row.completed:
        kind = "sent" if row.shipped_only else "came"
        return t(f"deliveries.track.{kind}", week=f.week(row.completed))
    if row.is_late:
        return t("deliveries.late_by", days=f.days(row.late_days))
    kind = "expected" if row.promises else "unconfirmed"
    return t(f"deliveries.track.{kind}", week=f.week(row.due)) if row.due else ""
