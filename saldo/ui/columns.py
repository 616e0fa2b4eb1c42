"""Columns: amounts by month in the looks of the notation.

Actual solid, what is agreed or on order outlined, what is assumed light, forecast hatched with a
whisker, the year before a thin line.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from saldo.i18n import Reader
from saldo.ledger.money import ZERO
from saldo.ui.charts import Spec, mark_day, money_axis, template, time_axis, veil
from saldo.ui.colours import Palette, palette

Look = Literal["actual", "known", "ordered", "assumed", "budget", "forecast", "previous"]
# Columns and their ticks stand in the middle of their month, so that a day cuts the right one.
_MIDDLE = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Series:
    """One series by month. `low` and `high` are the ends of a forecast's whisker."""

    name: str
    look: Look
    values: Sequence[Decimal | None]
    low: Sequence[Decimal | None] = ()
    high: Sequence[Decimal | None] = ()


def columns(
    months: Sequence[date],
    series: Sequence[Series],
    currency: str,
    reader: Reader,
    *,
    as_of: date | None = None,
    height: int = 340,
) -> Spec:
    """Stacked columns by month, lines over them, and a dotted line at the day shown."""
    colours = palette()
    spec = template(
        [_trace(each, months, currency, reader, colours) for each in series],
        colours,
        height=height,
        barmode="relative",
        bargap=0.25,
        xaxis=_axis(months, reader, colours),
        yaxis=money_axis(list(_reached(series)), currency, reader, colours),
        legend={"orientation": "h", "y": 0, "yanchor": "bottom", "yref": "container", "x": 0}
        | {"traceorder": "normal", "itemclick": False, "itemdoubleclick": False},
        margin={"l": 8, "r": 8, "t": 18, "b": 84},
        hovermode="x unified",
    )
    if as_of:
        mark_day(spec, as_of, reader.t("frame.as_of_day", day=reader.f.date(as_of)), colours)
    return spec


def _axis(months: Sequence[date], reader: Reader, colours: Palette) -> Spec:
    axis = time_axis(months, reader, colours)
    ticks = [date.fromisoformat(tick) + _MIDDLE for tick in axis["tickvals"]]
    return axis | {"tickvals": [tick.isoformat() for tick in ticks], "hoverformat": "%Y-%m"}


def _reached(series: Sequence[Series]) -> Iterable[Decimal]:
    """The heights that the axis covers: the stacks' ends, the whiskers' and the lines'."""
    bars = [each for each in series if each.look != "previous"]
    lines = [each for each in series if each.look == "previous"]
    yield from (value for each in lines for value in each.values if value is not None)
    for at in range(len(series[0].values) if series else 0):
        parts = [each.values[at] or ZERO for each in bars]
        top, bottom = sum(max(p, ZERO) for p in parts), sum(min(p, ZERO) for p in parts)
        yield from (Decimal(top), Decimal(bottom))
        for each in bars:
            if each.high and (high := each.high[at]) is not None:
                yield top + high - (each.values[at] or ZERO)


def _trace(
    series: Series, months: Sequence[date], currency: str, reader: Reader, colours: Palette
) -> Spec:
    trace: Spec = {
        "name": series.name,
        "x": [(month + _MIDDLE).isoformat() for month in months],
        "y": [float(value) if value else None for value in series.values],
        "customdata": [
            "" if value is None else reader.f.money(value, currency) for value in series.values
        ],
        "hovertemplate": "%{customdata}",
    }
    if series.look == "previous":
        line = {"color": colours.faint, "width": 1, "shape": "hvh"}
        return trace | {"type": "scatter", "mode": "lines", "line": line, "opacity": 0.8}
    trace |= {"type": "bar", "marker": _marker(series.look, colours)}
    return trace | ({"error_y": _whisker(series, colours)} if series.low and series.high else {})


def _marker(look: Look, colours: Palette) -> Spec:
    colour = colours.actual
    outlined = {"color": colour, "width": 1.25}
    match look:
        case "known":
            return {"color": veil(colour, 0.45), "line": outlined}
        case "ordered":
            return {"color": veil(colours.plan, 0.45), "line": {"color": colours.plan, "width": 1}}
        case "assumed":
            return {"color": veil(colour, 0.15), "line": {"color": colours.previous, "width": 1}}
        case "budget":
            return {"color": "rgba(0,0,0,0)", "line": {"color": colours.plan, "width": 1.5}}
        case "forecast":
            pattern = {"shape": "/", "fgcolor": colour, "bgcolor": colours.paper, "size": 5}
            return {"color": colour, "pattern": pattern, "line": outlined}
    return {"color": colour}


def _whisker(series: Series, colours: Palette) -> Spec:
    def reach(ends: Sequence[Decimal | None], sign: int) -> list[float]:
        pairs = zip(ends, series.values, strict=True)
        return [
            0.0 if end is None or value is None else float(max(sign * (end - value), ZERO))
            for end, value in pairs
        ]

    return {
        "type": "data",
        "symmetric": False,
        "array": reach(series.high, 1),
        "arrayminus": reach(series.low, -1),
        "color": colours.text,
        "thickness": 1,
        "width": 3,
    }
