"""Tables: what a reader sees in a cell, and what a click on a number opens."""

from __future__ import annotations

import io

import pandas as pd
import pyarrow as pa
from streamlit.testing.v1 import AppTest


def _script(language: str = "sv", currency: str = "SEK") -> None:
    from datetime import date
    from decimal import Decimal

    import polars as pl
    import streamlit as st

    from saldo.i18n import reader_for
    from saldo.ui.tables import Column, table

    frame = pl.DataFrame(
        {
            "document_no": ["F1", "F2", "=x"],
            "due_date": [date(2026, 11, 22), None, None],
            "status": ["overdue", "paid", "own word"],
            "currency": ["SEK", "SEK", currency],
            "amount": [Decimal("1234.5"), Decimal("-5"), Decimal(0)],
            "days_overdue": [16, 1, None],
        }
    )
    names = (("document_no", "text"), ("due_date", "day"), ("status", "word"), ("amount", "money"))
    table(
        frame,
        [*(Column(*each) for each in names), Column("days_overdue", "days")],
        reader=reader_for(language),
        key="t",
        alt="rows",
        open_row=lambda row: st.session_state.update(opened=row["document_no"]),
    )


def _displayed(screen: AppTest) -> pd.DataFrame:
    styler = screen.dataframe[0].proto.arrow_data.styler
    return pa.ipc.open_stream(io.BytesIO(styler.display_values)).read_all().to_pandas()


def _run(**arguments: str) -> AppTest:
    return AppTest.from_function(_script, kwargs=arguments).run()


def test_amounts_are_written_as_the_reader_expects_and_keep_their_value() -> None:
    screen = _run()

    assert not screen.exception
    assert _displayed(screen)["amount"].to_list() == ["1\u00a0234,50", "\u22125,00", "0,00"]
    assert [float(amount) for amount in screen.dataframe[0].value["amount"]] == [1234.5, -5.0, 0.0]


def test_in_english_too() -> None:
    assert _displayed(_run(language="en"))["amount"].to_list() == ["1,234.50", "\u22125.00", "0.00"]


def test_codes_and_days_are_words_and_a_sources_own_word_stays() -> None:
    shown = _displayed(_run())

    assert shown["status"].to_list() == ["Förfallen", "Betald", "own word"]
    assert shown["days_overdue"].to_list() == ["16 dagar", "1 dag", ""]


def test_a_table_of_several_currencies_still_writes_every_amount() -> None:
    assert _displayed(_run(currency="JPY"))["amount"].to_list()[2] == "0,00"


def test_a_table_has_a_name_for_those_who_cannot_see_it() -> None:
    assert _run().dataframe[0].proto.alt == "rows"
