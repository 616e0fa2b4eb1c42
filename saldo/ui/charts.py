"""Charts: Plotly specifications as plain dicts, one template, and the table behind each.

Time runs horizontally. Values stand at the marks as exact text; only lengths are floats.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl
import streamlit as st
from plotly.basedatatypes import BaseFigure

from saldo.documents import word
from saldo.i18n import Reader
from saldo.ui.colours import Palette, palette

Spec = dict[str, Any]
_FONT = "Inter, sans-serif"


class _Ready(BaseFigure):  # type: ignore[misc]
    """A spec that needs no validation: ours are validated by their tests, not at every rerun."""

    def __init__(self, spec: Spec) -> None:
        self._spec = spec

    def to_dict(self) -> Spec:
        """The spec as it is."""
        return self._spec


def chart(
    spec: Spec,
    *,
    key: str,
    alt: str,
    reader: Reader,
    table: Callable[[], object] | None = None,
    picked: Callable[[int], None] | None = None,
) -> None:
    """Draw a chart; `alt` says in a sentence what it shows, `table` draws its figures on demand.

    `picked` is called with the place of the mark that was clicked, in the order of its trace.
    """

    def clicked() -> None:
        points = st.session_state[key]["selection"]["points"]
        if points and picked is not None:
            picked(points[0]["point_index"])

    given: Spec = {"on_select": clicked, "selection_mode": "points"} if picked else {}
    st.plotly_chart(_Ready(spec), theme=None, key=key, config=config(key, reader), alt=alt, **given)
    if table is not None:
        opened = st.expander(
            reader.t("charts.as_table"), key=f"{key}_table", on_change="rerun", type="compact"
        )
        if opened.open:
            with opened:
                table()


def config(key: str, reader: Reader) -> Spec:
    """How a chart behaves: one button on it, the chart as PNG, drawn in the browser itself."""
    says = {"Download plot as a PNG": reader.t("charts.as_png")}
    return {
        "displayModeBar": "hover",
        "displaylogo": False,
        "modeBarButtons": [["toImage"]],
        "toImageButtonOptions": {"format": "png", "scale": 2, "filename": f"saldo_{key}"},
        "locale": "saldo",
        "locales": {"saldo": {"dictionary": says}},
        "responsive": True,
        "scrollZoom": False,
    }


def ageing_bar(ageing: pl.DataFrame, currency: str, reader: Reader) -> Spec:
    """One stacked bar of the seven buckets (rule 11) of one currency: older is stronger.

    Other intervals bring their `name` and, as `like`, the bucket whose colour they take.
    """
    colours = palette()
    rows = [
        row
        for row in ageing.filter(pl.col("currency") == currency).iter_rows(named=True)
        if row["amount"]
    ]
    amounts = [float(row["amount"]) for row in rows]
    low, high = sum(min(each, 0) for each in amounts), sum(max(each, 0) for each in amounts)
    edge = (high - low) / 400
    return template(
        [_bucket(row, reader, colours) for row in rows],
        colours,
        height=88,
        barmode="relative",
        bargap=0.08,
        margin={"l": 0, "r": 0, "t": 2, "b": 40},
        xaxis={"visible": False, "fixedrange": True, "range": [low - edge, high + edge]},
        yaxis={"visible": False, "fixedrange": True},
        legend={"orientation": "h", "y": -0.12, "x": 0, "traceorder": "normal", "itemclick": False},
    )


def _bucket(row: dict[str, Any], reader: Reader, colours: Palette) -> Spec:
    amount, name = row["amount"], row.get("name") or word(row["bucket"], reader)
    credit = row["bucket"] == "unapplied"
    colour = colours.ages[row.get("like") or row["bucket"]]
    return {
        "type": "bar",
        "orientation": "h",
        "name": name,
        "x": [float(amount)],
        "y": [""],
        "hovertemplate": f"{name}<br>{reader.f.money(amount, row['currency'])}<extra></extra>",
        "marker": {
            "color": "rgba(0,0,0,0)" if credit else colour,
            "line": {"color": colour if credit else colours.paper, "width": 1.5 if credit else 1},
        },
    }


def balance_line(trend: pl.DataFrame, currency: str, reader: Reader) -> Spec:
    """The balance of one currency as steps over time, its last value written at the end."""
    colours = palette()
    rows = trend.filter(pl.col("currency") == currency).sort("date")
    days, balances = rows["date"].to_list(), rows["balance"].to_list()
    line = {
        "type": "scatter",
        "mode": "lines",
        "x": [day.isoformat() for day in days],
        "y": [float(balance) for balance in balances],
        "line": {"color": colours.actual, "width": 2, "shape": "hv"},
        "fill": "tozeroy",
        "fillcolor": veil(colours.actual),
        "customdata": [
            f"{reader.f.date(day)}<br>{reader.f.money(balance, currency)}"
            for day, balance in zip(days, balances, strict=True)
        ],
        "hovertemplate": "%{customdata}<extra></extra>",
    }
    # Above the plane: beside the line it would lie on it whenever the balance fell at the end.
    last = {
        "x": days[-1].isoformat(),
        "yref": "paper",
        "y": 1,
        "text": f"<b>{reader.f.money(balances[-1], currency)}</b>",
        "showarrow": False,
        "xanchor": "right",
        "yanchor": "bottom",
        "yshift": 4,
        "font": {"color": colours.text, "size": 12},
    }
    return template(
        [line],
        colours,
        height=230,
        margin={"l": 8, "r": 8, "t": 28, "b": 8},
        annotations=[last],
        xaxis=time_axis(days, reader, colours),
        yaxis=money_axis(balances, currency, reader, colours),
        hovermode="x",
    )


def mark_day(spec: Spec, day: date, words: str, colours: Palette) -> None:
    """A dotted line at a day, with its words above."""
    line = {"color": colours.faint, "width": 1, "dash": "dot"}
    ends = {"x0": day.isoformat(), "x1": day.isoformat(), "yref": "paper", "y0": 0, "y1": 1}
    said = {
        "x": day.isoformat(),
        "yref": "paper",
        "y": 1,
        "yanchor": "bottom",
        "text": words,
        "showarrow": False,
        "font": {"color": colours.faint, "size": 11},
    }
    layout = spec["layout"]
    layout["shapes"] = [*layout.get("shapes", []), {"type": "line", "line": line, **ends}]
    layout["annotations"] = [*layout.get("annotations", []), said]


def template(traces: list[Spec], colours: Palette, *, height: int, **layout: Any) -> Spec:
    """The one template: no chart junk, the theme's type, the page's ground (for its PNG too)."""
    common = {
        "height": height,
        "margin": {"l": 8, "r": 8, "t": 18, "b": 8},
        "paper_bgcolor": colours.paper,
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": _FONT, "size": 12, "color": colours.text},
        "modebar": {"bgcolor": colours.paper, "color": colours.faint, "activecolor": colours.link},
        "hoverlabel": {
            "bgcolor": colours.paper,
            "bordercolor": colours.grid,
            "font": {"family": _FONT, "size": 12, "color": colours.text},
        },
        "showlegend": len(traces) > 1,
        "dragmode": False,
    }
    return {"data": traces, "layout": common | layout}


def _month_ticks(first: date, last: date) -> list[date]:
    """Firsts of months from one day to another, nine at most, in steps that meet January."""
    count = (last.year - first.year) * 12 + last.month - first.month
    step = next((step for step in (1, 2, 3, 6, 12) if step * 8 >= count), -(-count // 96) * 12)
    start = -(first.month - 1) % step
    return [_month_after(first, n) for n in range(start, count + 1, step)]


def time_axis(days: Sequence[date], reader: Reader, colours: Palette) -> Spec:
    """An axis of days with at most nine months named, the year below where it begins."""
    ticks = _month_ticks(min(days), max(days)) if days else []
    return {
        "type": "date",
        "hoverformat": "%Y-%m-%d",
        "tickvals": [tick.isoformat() for tick in ticks],
        "ticktext": [_month_name(tick, tick == ticks[0], reader) for tick in ticks],
        "tickangle": 0,
        "tickfont": {"color": colours.faint, "size": 11},
        "showgrid": False,
        "fixedrange": True,
        "automargin": True,
    }


def _month_name(day: date, first: bool, reader: Reader) -> str:
    """The month, with its year below where a year begins."""
    name = reader.f.short_month(day, year=False)
    return f"{name}<br>{day.year}" if first or day.month == 1 else name


def _month_after(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, 1)


def money_axis(values: Sequence[Decimal], currency: str, reader: Reader, colours: Palette) -> Spec:
    """An axis of one currency in about four round steps that cover zero and the values."""
    ticks = _round_steps(min(values, default=Decimal(0)), max(values, default=Decimal(0)))
    return {
        "tickvals": [float(tick) for tick in ticks],
        "ticktext": [reader.f.short(tick, currency) for tick in ticks],
        "tickfont": {"color": colours.faint, "size": 11},
        "gridcolor": colours.grid,
        "zerolinecolor": colours.faint,
        "zerolinewidth": 1,
        "fixedrange": True,
        "automargin": True,
    }


def _round_steps(low: Decimal, high: Decimal) -> list[Decimal]:
    """About four round steps that cover zero and both ends."""
    low, high = min(low, Decimal(0)), max(high, Decimal(0))
    if low == high:
        return [Decimal(0)]
    rough = (high - low) / 4
    power = Decimal(1).scaleb(rough.adjusted())
    step = next(power * by for by in (1, 2, 5, 10) if power * by >= rough)
    # Decimals divide towards nought, not down.
    first = int(low // step) - (low % step != 0)
    last = int(high // step) + (high % step != 0)
    return [step * at for at in range(first, last + 1)]


def veil(colour: str, share: float = 0.10) -> str:
    """The colour let through by that share, for a plane that must not weigh."""
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"rgba({red},{green},{blue},{share:.2f})"
