"""On-time trend: the share on time and in full by month, each baseline a line (rule 20)."""

from __future__ import annotations

from decimal import Decimal

import polars as pl

from saldo.documents import word
from saldo.i18n import Reader
from saldo.reporting.filters import BASELINES
from saldo.ui.charts import Spec, template, time_axis
from saldo.ui.colours import palette


def on_time_trend(months: pl.DataFrame, chosen: str, reader: Reader) -> Spec:
    """The chosen baseline's line strong and written out, the others faint beside it."""
    colours = palette()
    counts = pl.col("lines", "on_time").sum()
    summed = months.group_by("baseline", "month").agg(counts).sort("month")
    traces: list[Spec] = []
    notes: list[Spec] = []
    for baseline in sorted(BASELINES, key=lambda name: name == chosen):
        rows = summed.filter(baseline=baseline).rows(named=True)
        if not rows:
            continue
        strong = baseline == chosen
        colour = colours.actual if strong else colours.faint
        shares = [100 * row["on_time"] / row["lines"] for row in rows]
        traces.append(
            {
                "type": "scatter",
                "mode": "lines+markers",
                "name": word(baseline, reader),
                "x": [row["month"].isoformat() for row in rows],
                "y": shares,
                "line": {"color": colour, "width": 2.5 if strong else 1.2}
                | ({} if strong else {"dash": "dot" if baseline == "requested" else "dash"}),
                "marker": {"size": 7 if strong else 4, "color": colour},
                "customdata": [
                    f"{word(baseline, reader)}, {reader.f.month(row['month'])}<br>"
                    f"{round(share)} %: {row['on_time']} / {row['lines']}"
                    for row, share in zip(rows, shares, strict=True)
                ],
                "hovertemplate": "%{customdata}<extra></extra>",
            }
        )
        if strong:
            note = {"x": rows[-1]["month"].isoformat(), "y": shares[-1], "showarrow": False}
            text = {"text": f"<b>{round(shares[-1])} %</b>", "yshift": 13}
            notes.append(note | text | {"font": {"color": colour, "size": 12}})
    ticks = [0, 25, 50, 75, 100]
    return template(
        traces,
        colours,
        height=250,
        xaxis=time_axis(summed["month"].to_list(), reader, colours),
        yaxis={
            "range": [-4, 112],
            "tickvals": ticks,
            "ticktext": [f"{tick} %" for tick in ticks],
            "tickfont": {"color": colours.faint, "size": 11},
            "gridcolor": colours.grid,
            "zeroline": False,
            "fixedrange": True,
            "automargin": True,
        },
        legend={"orientation": "h", "y": -0.2, "x": 0, "traceorder": "reversed"}
        | {"itemclick": False, "itemdoubleclick": False},
        hovermode="closest",
        annotations=notes,
    )


def _percent(share: float, reader: Reader) -> str:
    return reader.f.percent(Decimal(round(share)) / 100)
