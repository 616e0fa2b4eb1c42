"""Exact money: rounding, prorating, sharing (rule 1)."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saldo.ledger.money import (
    CURRENCIES,
    UnknownCurrency,
    minor_units,
    prorate,
    round_amount,
    share,
)

AMOUNTS = st.decimals(min_value=-(10**12), max_value=10**12, places=4)


def test_a_currency_has_its_own_number_of_decimals() -> None:
    assert [minor_units(code) for code in ("JPY", "SEK", "KWD")] == [0, 2, 3]


def test_an_unknown_currency_is_named() -> None:
    with pytest.raises(UnknownCurrency, match="'SKE' is not"):
        minor_units("SKE")


@pytest.mark.parametrize(
    ("amount", "currency", "rounded"),
    [
        ("0.005", "SEK", "0.01"),
        ("-0.005", "SEK", "-0.01"),
        ("2.5", "JPY", "3"),
        ("-2.5", "JPY", "-3"),
        ("1.0004", "KWD", "1.000"),
        ("1.0005", "KWD", "1.001"),
    ],
)
def test_rounding_is_half_away_from_zero_to_the_minor_unit(
    amount: str, currency: str, rounded: str
) -> None:
    assert str(round_amount(Decimal(amount), currency)) == rounded


def test_prorating_rounds_once_and_half_away_from_zero() -> None:
    assert prorate(Decimal("1.01"), 15, 30, "SEK") == Decimal("0.51")
    assert prorate(Decimal("-1.01"), 15, 30, "SEK") == Decimal("-0.51")
    assert prorate(Decimal(100), 1, 3, "SEK") == Decimal("33.33")


@given(AMOUNTS, st.lists(st.integers(1, 400), min_size=1, max_size=30), st.sampled_from(["SEK"]))
def test_shares_sum_to_the_amount_exactly(
    amount: Decimal, weights: list[int], currency: str
) -> None:
    assert sum(share(amount, weights, currency)) == amount


def test_currencies_of_two_decimals_are_the_rule() -> None:
    assert {code for code, units in CURRENCIES.items() if units == 3} >= {"KWD", "BHD", "TND"}
    assert CURRENCIES["EUR"] == CURRENCIES["NOK"] == CURRENCIES["DKK"] == 2
