"""Money of the demo: minor units, rounding, price lists in other currencies, exchange rates."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from etl.demo.days import month_start, months_between
from etl.demo.stage import Stage

HOME = "SEK"
_MINOR_UNITS = {"JPY": 0, "KWD": 3}
_LIST_RATES = {"SEK": 1.0, "EUR": 11.2, "NOK": 0.98, "DKK": 1.5, "JPY": 0.072, "KWD": 33.0}
_CENT = Decimal("0.01")
_UNITS = {currency: Decimal(1).scaleb(-_MINOR_UNITS.get(currency, 2)) for currency in _LIST_RATES}
VAT_RATE = Decimal(25)
ZERO = Decimal("0.00")


class UnknownCurrency(Exception):
    """A currency the demo has no price list for."""

    def __init__(self, currency: str) -> None:
        known = ", ".join(sorted(_LIST_RATES))
        super().__init__(f"the demo has no prices in {currency}; it knows {known}")


def minor_units(currency: str) -> int:
    """The number of decimals of the currency."""
    if currency not in _LIST_RATES:
        raise UnknownCurrency(currency)
    return _MINOR_UNITS.get(currency, 2)


def rounded(amount: Decimal, currency: str) -> Decimal:
    """The amount in the currency's minor unit, half away from zero (rule 1)."""
    return amount.quantize(_UNITS.get(currency, _CENT), ROUND_HALF_UP)


def rounded_fraction(amount: Fraction, currency: str) -> Decimal:
    """The same for an exact fraction, which no division has touched."""
    scale = 10 ** minor_units(currency)
    scaled = abs(amount) * scale * 2 + 1
    units = int(scaled.numerator // (2 * scaled.denominator))
    return Decimal(units if amount >= 0 else -units).scaleb(-minor_units(currency))


def vat(net: Decimal, rate: Decimal, currency: str) -> Decimal:
    """The VAT of a line, rounded once."""
    return rounded(net * rate / 100, currency)


def list_price(kronor: float, currency: str) -> Decimal:
    """A price list's price: whole steps, so that discounts of whole 5 % leave no remainder."""
    price = kronor / _LIST_RATES[currency]
    if currency == "JPY":
        return Decimal(max(1, round(price / 100)) * 100)
    if price >= 40:
        return Decimal(round(price)).quantize(_UNITS[currency])
    return (Decimal(max(1, round(price * 5))) / 5).quantize(_UNITS[currency])


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
        return self._rates[currency, month_start(day)]

    def rows(self) -> list[tuple[date, str, Decimal]]:
        """(day, currency, rate), in the order of day and currency."""
        return sorted((month, currency, rate) for (currency, month), rate in self._rates.items())
