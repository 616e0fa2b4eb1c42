"""Money of the demo: VAT, price lists in other currencies, exchange rates."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import lru_cache

from etl.demo.days import months_between
from etl.demo.stage import Stage
from saldo.ledger.money import minor_units, round_amount
from saldo.ledger.months import month_of

HOME = "SEK"
_LIST_RATES = {"SEK": 1.0, "EUR": 11.2, "NOK": 0.98, "DKK": 1.5, "JPY": 0.072, "KWD": 33.0}
VAT_RATE, NO_VAT = Decimal(25), Decimal(0)
ZERO = Decimal("0.00")


@lru_cache(maxsize=4096)  # one price stands on hundreds of lines
def vat(net: Decimal, rate: Decimal, currency: str) -> Decimal:
    """The VAT of a line, rounded once."""
    return round_amount(net * rate / 100, currency)


def list_price(kronor: float, currency: str) -> Decimal:
    """A price list's price: whole steps, so that discounts of whole 5 % leave no remainder."""
    price, unit = kronor / _LIST_RATES[currency], Decimal(1).scaleb(-minor_units(currency))
    if currency == "JPY":
        return Decimal(max(1, round(price / 100)) * 100)
    if price >= 40:
        return Decimal(round(price)).quantize(unit)
    return (Decimal(max(1, round(price * 5))) / 5).quantize(unit)


class Rates:
    """Exchange rates to kronor, one a month, on the first day of it."""

    def __init__(self, stage: Stage, currencies: list[str]) -> None:
        self._rates: dict[tuple[str, date], Decimal] = {}
        self.currencies = [currency for currency in currencies if currency != HOME]
        for currency in self.currencies:
            self._walk(stage, currency)

    def _walk(self, stage: Stage, currency: str) -> None:
        chance = stage.chance("rate", currency)
        base = value = _LIST_RATES[currency]
        for month in months_between(stage.start, stage.until):
            value *= 1 + 0.012 * (2 * chance.random() - 1) + 0.05 * (base - value) / base
            self._rates[currency, month] = Decimal(f"{value:.6f}")

    def rate(self, currency: str, day: date) -> Decimal:
        """Kronor for one unit in the month of the day."""
        return self._rates[currency, month_of(day)]

    def rows(self) -> list[tuple[date, str, Decimal]]:
        """(day, currency, rate), in the order of day and currency."""
        return sorted((month, currency, rate) for (currency, month), rate in self._rates.items())
