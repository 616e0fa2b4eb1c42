"""Site lanes: a line of time per site, a mark per week with what falls due there."""

from __future__ import annotations

from datetime import date, timedelta
from html import escape
from typing import Any

import polars as pl

from saldo.i18n import Reader
from saldo.ui.charts import Spec, mark_day, template
from saldo.ui.colours import Palette, palette
from saldo.ui.weeks import WEEK, week_axis

SITES = 12
_LANE = 42
_LONGEST_NAME = 34
_MIDDLE = timedelta(days=2)


def site_lanes(weeks: pl.DataFrame, as_of: date, reader: Reader) -> Spec:
    """The sites under each other; a mark is coloured by the worst of its lines, and counts them.

    All marks are points of the first trace, in the order of the rows.
    """
    colours = palette()
    rows = weeks.rows(named=True)
    places = list(dict.fromkeys(row["place"] for row in rows))
    lane = {place: -at for at, place in enumerate(places)}
    first, last = min(weeks["week"]) - WEEK, max(weeks["week"]) + 2 * WEEK
    spec = template(
        [_marks(rows, lane, reader, colours), *_legend(rows, reader, colours)],
        colours,
        height=len(places) * _LANE + 92,
        xaxis=week_axis(first, last, reader, colours)
        | {"range": [first.isoformat(), last.isoformat()]},
        yaxis={
            "range": [0.6 - len(places), 0.75],
            "showticklabels": False,
            "showgrid": False,
            "zeroline": False,
            "fixedrange": True,
        },
        legend={"orientation": "h", "y": 0, "yanchor": "bottom", "yref": "container", "x": 0}
        | {"itemclick": False, "itemdoubleclick": False},
        margin={"l": 0, "r": 0, "t": 18, "b": 8},
        hovermode="closest",
        annotations=[_name(place, at, colours) for place, at in lane.items()],
    )
    mark_day(spec, as_of, reader.t("frame.as_of_day", day=reader.f.date(as_of)), colours)
    return spec


def _marks(
    rows: list[dict[str, Any]], lane: dict[str, int], reader: Reader, colours: Palette
) -> Spec:
    looks = [_look(worst(row), colours) for row in rows]
    return {
        "type": "scatter",
        "mode": "markers+text",
        "x": [(row["week"] + _MIDDLE).isoformat() for row in rows],
        "y": [lane[row["place"]] for row in rows],
        "text": [reader.f.number(row["lines"]) for row in rows],
        "textfont": {"size": 11, "color": [text for _, _, text in looks]},
        "marker": {
            "opacity": 1,
            "size": [18 + min(row["lines"], 12) for row in rows],
            "color": [fill for fill, _, _ in looks],
            "line": {"color": [line for _, line, _ in looks], "width": 1.5},
        },
        "customdata": [_said(row, reader) for row in rows],
        "hovertemplate": "%{customdata}<extra></extra>",
        "showlegend": False,
        "cliponaxis": False,
    }


def worst(row: dict[str, Any]) -> str:
    """The state that a week of lines is coloured by: late now before late, then to come."""
    return next(
        (state for state in ("late_now", "to_come", "late") if row[state]),
        "on_time",
    )


def _look(state: str, colours: Palette) -> tuple[str, str, str]:
    """Fill, edge and text."""
    if state == "to_come":
        return "rgba(0,0,0,0)", colours.plan, colours.text
    fill = {"on_time": colours.actual, "late": colours.ages["1-30"], "late_now": colours.bad}[state]
    return fill, fill, colours.text if state == "late" else colours.paper


def _legend(rows: list[dict[str, Any]], reader: Reader, colours: Palette) -> list[Spec]:
    """A mark of each state that is shown, for the legend alone."""
    found = {worst(row) for row in rows}
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "x": [None],
            "y": [None],
            "name": reader.t(f"deliveries.weeks.{state}"),
            "marker": {
                "size": 11,
                "color": _look(state, colours)[0],
                "line": {"color": _look(state, colours)[1], "width": 1.5},
            },
        }
        for state in ("on_time", "late", "late_now", "to_come")
        if state in found
    ]


def _said(row: dict[str, Any], reader: Reader) -> str:
    states = ("on_time", "late", "late_now", "to_come")
    parts = [
        f"{reader.t(f'deliveries.weeks.{state}')}: {reader.f.number(row[state])}"
        for state in states
        if row[state]
    ]
    return "<br>".join([f"{escape(row['place'])}, {reader.f.week(row['week'])}", *parts])


def _name(place: str, at: int, colours: Palette) -> Spec:
    short = place if len(place) <= _LONGEST_NAME else place[: _LONGEST_NAME - 1].rstrip() + "…"
    return {
        "text": escape(short),
        "x": 0,
        "xref": "paper",
        "xanchor": "left",
        "y": at,
        "yshift": 17,
        "showarrow": False,
        "borderpad": 0,
        "font": {"size": 12, "color": colours.text},
    }
