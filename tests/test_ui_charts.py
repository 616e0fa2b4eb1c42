"""Chart specifications: what is drawn for which figures, and exact words at the marks."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import plotly.graph_objects as go
import polars as pl

from saldo.i18n import reader_for
from saldo.ui.charts import ageing_bar, balance_line, config

SV = reader_for("sv")
MONTHS = [date(2026, month, 1) for month in range(1, 5)]


def ageing(**amounts: str) -> pl.DataFrame:
    names = {"late": "1-30", "older": "31-60"}
    return pl.DataFrame(
        {
            "currency": "SEK",
            "bucket": [names.get(name, name) for name in amounts],
            "amount": [Decimal(amount) for amount in amounts.values()],
        }
    )


def test_every_spec_is_a_figure_that_plotly_accepts() -> None:
    trend = pl.DataFrame({"currency": ["SEK"], "date": [MONTHS[0]], "balance": [Decimal(5)]})

    go.Figure(ageing_bar(ageing(not_due="10"), "SEK", SV))
    go.Figure(balance_line(trend, "SEK", SV))


def test_the_ageing_bar_leaves_out_empty_buckets_and_says_amounts_exactly() -> None:
    spec = ageing_bar(ageing(not_due="1234.50", late="0", older="10"), "SEK", SV)

    assert [trace["name"] for trace in spec["data"]] == ["Ej förfallet", "31–60 dagar"]
    assert "1\u00a0234,50\u00a0kr" in spec["data"][0]["hovertemplate"]


def test_credit_stands_left_of_nought_and_is_outlined() -> None:
    spec = ageing_bar(ageing(not_due="100", unapplied="-20"), "SEK", SV)

    credit = spec["data"][1]
    assert credit["x"] == [-20.0]
    assert credit["marker"]["color"] == "rgba(0,0,0,0)"
    low, high = spec["layout"]["xaxis"]["range"]
    assert low < -20 and high > 100


def test_one_currency_is_drawn_without_the_others() -> None:
    mixed = pl.concat([ageing(not_due="5"), ageing(late="7").with_columns(currency=pl.lit("EUR"))])

    assert [trace["x"] for trace in ageing_bar(mixed, "SEK", SV)["data"]] == [[5.0]]


def test_the_balance_is_steps_with_its_last_value_in_words() -> None:
    trend = pl.DataFrame(
        {
            "currency": ["SEK", "SEK"],
            "date": [date(2026, 1, 1), date(2026, 3, 1)],
            "balance": [Decimal("-10.5"), Decimal("20.25")],
        }
    )

    spec = balance_line(trend, "SEK", SV)

    assert spec["data"][0]["line"]["shape"] == "hv"
    assert "20,25\u00a0kr" in spec["layout"]["annotations"][0]["text"]


def test_a_chart_offers_itself_as_a_picture_and_nothing_else() -> None:
    """Drawn in the browser: the button sends nothing and loads nothing."""
    given = config("trend", reader_for("sv"))

    assert given["modeBarButtons"] == [["toImage"]]
    assert given["toImageButtonOptions"]["filename"] == "saldo_trend"
    assert given["locales"]["saldo"]["dictionary"]["Download plot as a PNG"] == "Ladda ned som PNG"
