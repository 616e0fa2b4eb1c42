"""The chart of expected payments by week: open invoices solid, those to come hatched, a range."""

from __future__ import annotations

import polars as pl

from saldo.i18n import Reader
from saldo.ui.charts import Spec, money_axis, template
from saldo.ui.colours import Palette, palette
from saldo.ui.weeks import WEEK, week_axis

_DAY_MS = 86_400_000


def week_spec(weeks: pl.DataFrame, currency: str, reader: Reader) -> Spec:
    """Stacked columns by week, with the 80 % whisker of the week's total."""
    colours = palette()
    first, last = weeks["week"][0], weeks["week"][-1]
    traces = [
        _column("open", weeks["week"], weeks["open_invoices"], currency, reader)
        | {"marker": {"color": colours.actual}},
        _column("coming", weeks["week"], weeks["coming"], currency, reader)
        | {"marker": _hatched(colours), "error_y": _whisker(weeks, colours)},
    ]
    return template(
        traces,
        colours,
        height=320,
        barmode="relative",
        bargap=0.25,
        xaxis=week_axis(first - WEEK / 2, last + WEEK, reader, colours) | {"showgrid": False},
        yaxis=money_axis([*weeks["p90"], *weeks["p10"]], currency, reader, colours),
        legend={"orientation": "h", "y": -0.2, "x": 0, "traceorder": "normal"}
        | {"itemclick": False, "itemdoubleclick": False},
        hovermode="x unified",
    )


def _column(name: str, weeks: pl.Series, amounts: pl.Series, currency: str, reader: Reader) -> Spec:
    return {
        "type": "bar",
        "name": reader.t(f"cash.weeks.{name}"),
        "x": [week.isoformat() for week in weeks],
        "y": [float(each) for each in amounts],
        "width": 5 * _DAY_MS,
        "offset": 0,
        "customdata": [reader.f.money(each, currency) for each in amounts],
        "hovertemplate": "%{customdata}",
    }


def _hatched(colours: Palette) -> Spec:
    pattern = {"shape": "/", "fgcolor": colours.actual, "bgcolor": colours.paper, "size": 5}
    line = {"color": colours.actual, "width": 1.25}
    return {"color": colours.actual, "pattern": pattern, "line": line}


def _whisker(weeks: pl.DataFrame, colours: Palette) -> Spec:
    return {
        "type": "data",
        "symmetric": False,
        "array": [float(high - total) for high, total in weeks.select("p90", "total").iter_rows()],
        "arrayminus": [
            float(total - low) for low, total in weeks.select("p10", "total").iter_rows()
        ],
        "color": colours.text,
        "thickness": 1,
        "width": 3,
    }
