"""Columns by month: the looks of the notation, whiskers, the line at the day shown."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import plotly.graph_objects as go

from saldo.i18n import reader_for
from saldo.ui.colours import LIGHT
from saldo.ui.columns import Series, columns

SV = reader_for("sv")
MONTHS = [date(2026, month, 1) for month in range(1, 5)]
TEN = [Decimal(10)] * 4


def test_every_look_is_a_figure_that_plotly_accepts() -> None:
    looks = ("actual", "known", "assumed", "budget", "forecast", "previous")

    figure = go.Figure(columns(MONTHS, [Series(look, look, TEN) for look in looks], "SEK", SV))

    assert [trace.type for trace in figure.data] == ["bar"] * 5 + ["scatter"]


def test_the_looks_of_the_notation_differ() -> None:
    """Actual solid, agreed outlined, forecast hatched."""
    looks = [Series(look, look, TEN) for look in ("actual", "known", "assumed", "forecast")]

    actual, known, assumed, hatched = (
        trace["marker"] for trace in columns(MONTHS, looks, "SEK", SV)["data"]
    )

    assert actual == {"color": LIGHT.actual}
    assert known["line"]["color"] == LIGHT.actual
    assert known["color"] != assumed["color"]
    assert hatched["pattern"]["shape"] == "/"


def test_a_forecast_has_a_whisker_to_its_ends() -> None:
    values = [Decimal(10), None, Decimal(10), Decimal(10)]
    low = [Decimal(8), None, Decimal(9), Decimal(10)]
    high = [Decimal(13), None, Decimal(9), Decimal(11)]

    (trace,) = columns(MONTHS, [Series("f", "forecast", values, low, high)], "SEK", SV)["data"]

    assert trace["error_y"]["array"] == [3.0, 0.0, 0.0, 1.0]
    assert trace["error_y"]["arrayminus"] == [2.0, 0.0, 1.0, 0.0]


def test_the_axis_covers_the_stack_and_its_whisker() -> None:
    high = [Decimal(35)] * 4
    series = [Series("a", "actual", TEN), Series("f", "forecast", TEN, TEN, high)]

    axis = columns(MONTHS, series, "SEK", SV)["layout"]["yaxis"]

    assert axis["tickvals"][-1] >= 45


def test_the_axis_covers_credits_below_nought() -> None:
    axis = columns(MONTHS, [Series("a", "actual", [Decimal(-7)] * 4)], "SEK", SV)["layout"]["yaxis"]

    assert axis["tickvals"][0] <= -7


def test_axes_speak_the_readers_language() -> None:
    spec = columns(MONTHS, [Series("a", "actual", [Decimal(1_500_000)] * 4)], "SEK", SV)

    assert spec["layout"]["yaxis"]["ticktext"][-1] == "1,5\u00a0Mkr"
    assert spec["layout"]["xaxis"]["ticktext"][:2] == ["jan<br>2026", "feb"]


def test_a_column_stands_in_the_middle_of_its_month_and_the_day_cuts_it() -> None:
    spec = columns(MONTHS, [Series("a", "actual", TEN)], "SEK", SV, as_of=date(2026, 3, 20))

    assert spec["data"][0]["x"][2] == "2026-03-15"
    assert spec["layout"]["shapes"][0]["x0"] == "2026-03-20"
    assert spec["layout"]["annotations"][0]["text"] == "per 2026-03-20"


def test_without_a_day_there_is_no_line() -> None:
    assert "shapes" not in columns(MONTHS, [Series("a", "actual", TEN)], "SEK", SV)["layout"]


def test_three_years_of_months_are_named_from_january_on() -> None:
    months = [date(2024 + at // 12, at % 12 + 1, 1) for at in range(10, 47)]

    axis = columns(months, [Series("a", "actual", [Decimal(1)] * 37)], "SEK", SV)["layout"]["xaxis"]

    assert axis["ticktext"][0] == "jan<br>2025"
