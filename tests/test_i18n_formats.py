"""Amounts, numbers and dates as each reader expects them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saldo.i18n import formats_for

SV = formats_for("sv")
EN = formats_for("en")
EN_SE = formats_for("en_SE")
DAY = date(2026, 11, 22)


def test_swedish_money_takes_comma_no_break_spaces_and_kr_behind() -> None:
    assert SV.money(Decimal("1234.56"), "SEK") == "1\u00a0234,56\u00a0kr"


def test_english_words_with_swedish_figures_write_the_same_money() -> None:
    assert EN_SE.money(Decimal("1234.56"), "SEK") == SV.money(Decimal("1234.56"), "SEK")


def test_english_money_puts_the_code_before() -> None:
    assert EN.money(Decimal("1234.56"), "SEK") == "SEK\u00a01,234.56"
    assert EN.money(Decimal("1234.56"), "EUR") == "€1,234.56"


def test_a_table_of_several_currencies_writes_codes() -> None:
    assert SV.money(Decimal(5), "SEK", code=True) == "5,00\u00a0SEK"
    assert EN.money(Decimal(5), "EUR", code=True) == "EUR\u00a05.00"


@pytest.mark.parametrize("formats", [SV, EN, EN_SE])
def test_negatives_take_the_minus_sign_and_never_parentheses(formats) -> None:
    shown = formats.money(Decimal("-1234.5"), "SEK")

    assert shown.startswith("\u2212")
    assert "(" not in shown and "-" not in shown


def test_rule_1_each_currency_has_its_own_minor_units() -> None:
    assert SV.money(Decimal(1200), "JPY") == "1\u00a0200\u00a0JPY"
    assert SV.money(Decimal("0.5"), "KWD") == "0,500\u00a0KWD"


def test_rule_1_decimals_beyond_the_minor_unit_are_shown_not_rounded_away() -> None:
    assert SV.amount(Decimal("10.0050"), "SEK") == "10,005"


@given(st.decimals(min_value=-(10**13), max_value=10**13, places=4, allow_nan=False))
def test_rule_1_an_amount_comes_out_exactly_as_it_went_in(amount: Decimal) -> None:
    shown = SV.amount(amount, "SEK")

    assert Decimal(shown.replace("\u00a0", "").replace(",", ".").replace("\u2212", "-")) == amount


def test_short_forms_are_tkr_and_mkr() -> None:
    assert SV.short(Decimal(1234567), "SEK") == "1,2\u00a0Mkr"
    assert SV.short(Decimal(1234), "SEK") == "1\u00a0tkr"
    assert SV.short(Decimal(1234567), "EUR") == "1,2\u00a0MEUR"
    assert EN.short(Decimal(-1250000), "SEK") == "\u2212SEK\u00a01.3m"


def test_percent_is_spaced_in_swedish_only() -> None:
    assert SV.percent(Decimal("0.125")) == "13\u00a0%"
    assert EN.percent(Decimal("0.125"), places=1) == "12.5%"


def test_dates_are_iso_in_swedish_and_unmistakable_in_english() -> None:
    assert SV.date(DAY) == EN_SE.date(DAY) == "2026-11-22"
    assert EN.date(DAY) == "22\u00a0Nov\u00a02026"
    assert SV.moment(datetime(2026, 11, 22, 14, 5)) == "2026-11-22\u00a014:05"


def test_weeks_are_spoken_of_by_iso_number() -> None:
    assert SV.week(DAY) == "v.\u00a047"
    assert EN.week(date(2027, 1, 3)) == "w.\u00a053"


def test_quarters_are_q_in_every_language() -> None:
    assert SV.quarter(DAY) == EN.quarter(DAY) == "Q4\u00a02026"


def test_months_are_named_in_the_readers_words() -> None:
    assert SV.month(DAY) == "november\u00a02026"
    assert EN_SE.month(DAY) == "November\u00a02026"
    assert SV.short_month(date(2026, 9, 1)) == "sep\u00a02026"


def test_days_are_counted_in_words() -> None:
    assert [SV.days(1), SV.days(16)] == ["1 dag", "16 dagar"]
    assert [EN.days(-1), EN.days(16)] == ["\u22121 day", "16 days"]
