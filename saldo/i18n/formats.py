"""Formats: amounts, numbers and dates as a reader of one locale expects them on screen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache, lru_cache

from babel.dates import format_date

from saldo.i18n.catalogue import wording
from saldo.i18n.languages import Language
from saldo.ledger.money import minor_units

NBSP = "\u00a0"
MINUS = "\u2212"
_SYMBOLS = {
    "en": {"EUR": "€", "USD": "$", "GBP": "£"},
    "sv": {"SEK": "kr", "EUR": "€"},
}
_THOUSAND = Decimal(1000)
_MILLION = Decimal(1_000_000)


@dataclass(frozen=True, slots=True)
class Formats:
    """Decimals and dates in, text out. Nothing here rounds an amount away.

    A negative takes the minus sign −, never parentheses: in Swedish reports those are last
    year's figure. Spaces inside a figure do not break.
    """

    language: Language
    group: str
    decimal: str

    @property
    def swedish(self) -> bool:
        """True where numbers and dates follow Swedish habit."""
        return self.language is not Language.en

    def money(self, amount: Decimal, currency: str, *, code: bool = False) -> str:
        """`1 234,56 kr` or `SEK 1,234.56`: all minor units, more where it has more.

        `code=True` writes the currency's code, for tables that hold several currencies.
        """
        figure = self.amount(amount, currency)
        return self._with_unit(figure, self._symbol(currency, code))

    def amount(self, amount: Decimal, currency: str) -> str:
        """The amount without its currency: `1 234,56` (columns whose heading names it)."""
        return self.number(amount, places=minor_units(currency))

    def short(self, amount: Decimal, currency: str) -> str:
        """A rounded amount for charts: `1 235 tkr`, `1,2 Mkr`, `SEK 1.2m`. Never for a figure."""
        size = abs(amount)
        if size >= _MILLION:
            return self._scaled(amount / _MILLION, currency, ("M", "m"), places=1)
        if size >= _THOUSAND:
            return self._scaled(amount / _THOUSAND, currency, ("t", "k"), places=0)
        return self._scaled(amount, currency, ("", ""), places=0)

    def number(self, number: Decimal | int, *, places: int = 0) -> str:
        """The number with at least `places` decimals; further digits that it has are kept."""
        exact = Decimal(number)
        extra = -int(exact.normalize().as_tuple().exponent) if exact else 0
        text = f"{exact.copy_abs():,.{max(places, extra, 0)}f}"
        return (MINUS if exact < 0 else "") + self._separated(text)

    def percent(self, share: Decimal, *, places: int = 0) -> str:
        """A share as `12 %` (`12%` in English), rounded half away from zero."""
        figure = self.number(_rounded(share * 100, places), places=places)
        return f"{figure}{NBSP}%" if self.swedish else f"{figure}%"

    def date(self, day: dt.date) -> str:
        """`2026-11-22`, in English `22 Nov 2026`."""
        return day.isoformat() if self.swedish else _spaced(self._babel(day, "d MMM y"))

    def moment(self, moment: dt.datetime) -> str:
        """A day and time of day: `2026-11-22 14:05`."""
        return f"{self.date(moment.date())}{NBSP}{moment:%H:%M}"

    def period(self, start: dt.date, end: dt.date) -> str:
        """Two days with an en dash between, both inclusive."""
        return f"{self.date(start)} – {self.date(end)}"

    def week(self, day: dt.date) -> str:
        """The ISO week a day falls in: `v. 47`, `w. 47`."""
        return _spaced(self._unit("formats.week", number=str(day.isocalendar().week)))

    def month(self, day: dt.date) -> str:
        """`november 2026`, `November 2026`."""
        return _spaced(self._babel(day, "LLLL y"))

    def short_month(self, day: dt.date, *, year: bool = True) -> str:
        """`nov 2026`, `Nov 2026`, or `nov` alone: for axes and narrow columns."""
        return _spaced(self._babel(day, "LLL y" if year else "LLL").replace(".", ""))

    def quarter(self, day: dt.date) -> str:
        """`Q4 2026` in every language (Swedish CLDR would say K4)."""
        return f"Q{(day.month + 2) // 3}{NBSP}{day.year}"

    def days(self, count: int) -> str:
        """`16 days`, `16 dagar`, `1 day`; a negative takes the minus sign."""
        return self._unit("formats.days", count=count)

    def _unit(self, key: str, *, count: int | None = None, number: str = "") -> str:
        text = wording(key, self.language.words)
        if not isinstance(text, str):
            text = text["one" if abs(count or 0) == 1 else "other"]
        shown = number if count is None else self.number(count)
        return text.format(number=shown, count=shown)

    def _symbol(self, currency: str, code: bool) -> str:
        return currency if code else _SYMBOLS[_habit(self)].get(currency, currency)

    def _with_unit(self, figure: str, unit: str) -> str:
        if self.swedish:
            return f"{figure}{NBSP}{unit}"
        sign, digits = (MINUS, figure[1:]) if figure.startswith(MINUS) else ("", figure)
        return f"{sign}{unit}{digits}" if len(unit) == 1 else f"{sign}{unit}{NBSP}{digits}"

    def _scaled(
        self, amount: Decimal, currency: str, prefix: tuple[str, str], *, places: int
    ) -> str:
        figure = self.number(_rounded(amount, places), places=places)
        symbol = self._symbol(currency, code=False)
        if self.swedish:
            unit = currency if symbol == "€" and prefix[0] else symbol
            return f"{figure}{NBSP}{prefix[0]}{unit}"
        return self._with_unit(f"{figure}{prefix[1]}", symbol)

    def _separated(self, text: str) -> str:
        return text.translate({ord(","): self.group, ord("."): self.decimal})

    def _babel(self, day: dt.date, pattern: str) -> str:
        return _day_as(pattern, dt.date(day.year, day.month, day.day), self.language)


@lru_cache(maxsize=20_000)
def _day_as(pattern: str, day: dt.date, language: Language) -> str:
    write: Callable[..., str] = format_date
    return write(day, pattern, locale=language.locale)


@cache
def formats_for(language: str) -> Formats:
    """The formats of a language ("en", "sv", "en_SE")."""
    chosen = Language(language)
    symbols = chosen.locale.number_symbols["latn"]
    return Formats(chosen, group=symbols["group"], decimal=symbols["decimal"])


def _habit(formats: Formats) -> str:
    return "sv" if formats.swedish else "en"


def _rounded(number: Decimal, places: int) -> Decimal:
    return number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def _spaced(text: str) -> str:
    return text.replace(" ", NBSP)
