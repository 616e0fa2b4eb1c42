"""Weeks: time by ISO week (v. 48), and what fell due in each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import polars as pl

from saldo.i18n import Reader
from saldo.ui.charts import Spec, mark_day, template
from saldo.ui.colours import Palette, palette

WEEK = timedelta(days=7)
# From what is done to what is to come: the looks of the notation.
STATES = ("on_time", "late", "late_now", "to_come")
_DAY_MS = 86_400_000


def monday(day: date) -> date:
    """The first day of the ISO week that holds the day."""
    return day - timedelta(days=day.weekday())


def week_axis(first: date, last: date, reader: Reader, colours: Palette) -> Spec:
    """A date axis with at most nine ticks, each a Monday: its week, and a new month."""
    ticks = _ticks(first, last)
    words = [
        _tick_words(tick, before, reader)
        for before, tick in zip([None, *ticks[:-1]], ticks, strict=True)
    ]
    return {
        "type": "date",
        "tickvals": [tick.isoformat() for tick in ticks],
        "ticktext": words,
        "tickangle": 0,
        "tickfont": {"color": colours.faint, "size": 11},
        "gridcolor": colours.grid,
        "zeroline": False,
        "fixedrange": True,
        "automargin": True,
    }


def _ticks(first: date, last: date) -> list[date]:
    weeks = (monday(last) - monday(first)).days // 7 + 1
    step = next((step for step in (1, 2, 4, 8, 13, 26) if step * 9 >= weeks), -(-weeks // 9))
    return [monday(first) + WEEK * at for at in range(0, weeks, step)]


def _tick_words(tick: date, before: date | None, reader: Reader) -> str:
    """A week's month is the one of its Thursday, as its number is."""
    day = tick + timedelta(days=3)
    last = None if before is None else before + timedelta(days=3)
    if last is not None and (last.year, last.month) == (day.year, day.month):
        return reader.f.week(tick)
    year = last is None or last.year != day.year
    return f"{reader.f.week(tick)}<br>{reader.f.short_month(day, year=year)}"


def week_columns(weeks: pl.DataFrame, as_of: date, reader: Reader) -> Spec:
    """Columns of lines by the week they fall due: in time, late, late now, to come."""
    colours = palette()
    mondays = mondays_of(weeks)
    counted = {row["week"]: row for row in weeks.iter_rows(named=True)}
    traces = [
        _column(name, mondays, [counted.get(week, {}).get(name, 0) for week in mondays], reader)
        for name in STATES
        if weeks[name].sum()
    ]
    first, last = mondays[0] - WEEK / 2, mondays[-1] + WEEK
    highest = max(weeks["lines"].to_list()) * 1.12
    spec = template(
        [*traces, _totals(mondays, counted, colours)],
        colours,
        height=250,
        barmode="stack",
        bargap=0.25,
        xaxis=week_axis(first, last, reader, colours) | {"showgrid": False},
        yaxis={"visible": False, "fixedrange": True, "range": [0, highest]},
        legend={"orientation": "h", "y": -0.2, "x": 0, "traceorder": "normal"}
        | {"itemclick": False, "itemdoubleclick": False},
        hovermode="x unified",
    )
    mark_day(spec, as_of, reader.t("frame.as_of_day", day=reader.f.date(as_of)), colours)
    return spec


def mondays_of(weeks: pl.DataFrame) -> list[date]:
    """Every Monday from the first of the weeks to the last, also those without a line."""
    first, *_, last = [*weeks["week"], weeks["week"][-1]]
    return [first + WEEK * at for at in range((last - first).days // 7 + 1)]


def _column(name: str, mondays: Sequence[date], counts: list[int], reader: Reader) -> Spec:
    return {
        "type": "bar",
        "name": reader.t(f"deliveries.weeks.{name}"),
        "x": [week.isoformat() for week in mondays],
        "y": [count or None for count in counts],
        # The column covers the working days of its week.
        "width": 5 * _DAY_MS,
        "offset": 0,
        "hovertemplate": "%{y}",
        "marker": _marker(name, palette()),
    }


def _marker(name: str, colours: Palette) -> Spec:
    if name == "to_come":
        return {"color": "rgba(0,0,0,0)", "line": {"color": colours.plan, "width": 1.5}}
    colour = {"on_time": colours.actual, "late": colours.ages["1-30"], "late_now": colours.bad}
    return {"color": colour[name]}


def _totals(mondays: Sequence[date], counted: dict[date, dict[str, Any]], colours: Palette) -> Spec:
    """The number of lines over each column."""
    lines = [counted.get(week, {}).get("lines", 0) for week in mondays]
    return {
        "type": "scatter",
        "mode": "text",
        "x": [(week + timedelta(days=2, hours=12)).isoformat() for week in mondays],
        "y": lines,
        "text": [str(count) if count else "" for count in lines],
        "textposition": "top center",
        "textfont": {"size": 11, "color": colours.text},
        "hoverinfo": "skip",
        "showlegend": False,
        "cliponaxis": False,
    }
