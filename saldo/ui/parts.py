"""Parts: how a line that came in several deliveries adds up to what was ordered (rule 20)."""

from __future__ import annotations

from datetime import date
from html import escape

import polars as pl

from saldo.i18n import Reader
from saldo.ui.charts import Spec, template
from saldo.ui.colours import palette
from saldo.ui.weeks import week_axis

MOST = 6
_ROW = 52


def in_parts(events: pl.DataFrame) -> pl.DataFrame:
    """The deliveries (shipments where only those are known) of lines that came in several."""
    kinds = set(events["kind"])
    kind = "delivered" if "delivered" in kinds else "shipped"
    moved = events.filter(pl.col("kind") == kind)
    short = pl.col("so_far").max() < pl.col("ordered_qty").max()
    return moved.filter(((pl.len() > 1) | short).over("line_no"))


def parts_chart(parts: pl.DataFrame, as_of: date, reader: Reader) -> Spec:
    """A row per line: what had come by each delivery, filled against all that was ordered."""
    colours, f = palette(), reader.f
    lines = parts["line_no"].unique(maintain_order=True).to_list()[:MOST]
    first, last = min(parts["event_on"]), max(as_of, *parts["event_on"])
    traces: list[Spec] = []
    notes: list[Spec] = []
    for at, line_no in enumerate(lines):
        rows = parts.filter(pl.col("line_no") == line_no).rows(named=True)
        ordered = rows[0]["ordered_qty"]
        days = [row["event_on"] for row in rows]
        shares = [float(min(row["so_far"] / ordered, 1)) if ordered else 0.0 for row in rows]
        x = [day.isoformat() for day in [*days, last]]
        base = [-at] * len(x)
        height = [-at + 0.6 * share for share in [*shares, shares[-1]]]
        shape = {"color": colours.actual, "width": 1.5, "shape": "hv"}
        traces += [
            {"type": "scatter", "mode": "lines", "x": x, "y": base, "line": {"width": 0}}
            | {"hoverinfo": "skip"},
            {
                "type": "scatter",
                "mode": "lines+markers",
                "x": x,
                "y": height,
                "line": shape,
                "fill": "tonexty",
                "marker": {"size": [8] * len(days) + [0], "color": colours.actual},
                "customdata": [
                    f"{f.date(row['event_on'])}: +{f.number(row['quantity'] or ordered)}, "
                    f"{f.number(row['so_far'])}/{f.number(ordered)}"
                    for row in [*rows, rows[-1]]
                ],
                "hovertemplate": "%{customdata}<extra></extra>",
            },
        ]
        so_far = f"{f.number(rows[-1]['so_far'])} / {f.number(ordered)}"
        name = escape(rows[0]["description"] or line_no)
        notes += [_note(name, at, "left"), _note(f"<b>{so_far}</b>", at, "right")]
    return template(
        traces,
        colours,
        height=len(lines) * _ROW + 60,
        showlegend=False,
        xaxis=week_axis(first, last, reader, colours),
        yaxis={"visible": False, "fixedrange": True, "range": [0.9 - len(lines), 1.05]},
        margin={"l": 0, "r": 8, "t": 8, "b": 8},
        hovermode="closest",
        annotations=notes,
    )


def _note(text: str, at: int, side: str) -> Spec:
    x = 0 if side == "left" else 1
    return {"text": text, "x": x, "xref": "paper", "xanchor": side, "y": -at + 0.62} | {
        "yanchor": "bottom",
        "showarrow": False,
        "borderpad": 0,
        "font": {"size": 12},
    }
