"""Typed periods: `FY2026-Q3`, `2026-10`, `Q3 2026`, `v. 47`, `last month` as first and last day.

A fiscal year is named by the calendar year it ends in (FY2026 from July: 2025-07-01 to
2026-06-30), or by both (`FY2025/26`). What names no year is the latest one begun by the day.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from saldo.ledger.months import FIRST_YEAR, LAST_YEAR, add_months, month_of

_DAY = timedelta(days=1)
_YEAR = r"(?P<year>\d{4})(?:/(?P<to>\d{2}|\d{4}))?"
_FISCAL = r"(?:fy|rå|räkenskapsår(?:et)?|fiscal ?year)"
_MONTHS = (
    ("jan",),
    ("feb",),
    ("mar",),
    ("apr",),
    ("maj", "may"),
    ("jun",),
    ("jul",),
    ("aug",),
    ("sep",),
    ("okt", "oct"),
    ("nov",),
    ("dec",),
)
_LAST = r"(?:last|previous|förra|föregående)"
_THIS = r"(?:this|denna|detta|den här|det här|innevarande)"
_UNITS = {
    "month": r"(?:month|månad(?:en)?)",
    "quarter": r"(?:quarter|kvartal(?:et)?)",
    "fiscal": rf"{_FISCAL}",
    "year": r"(?:year|år(?:et)?)",
    "week": r"(?:week|vecka(?:n)?)",
}


class NotAPeriod(ValueError):
    """The text names no period that is understood."""

    def __init__(self, text: str) -> None:
        """Build the message from what was typed."""
        super().__init__(f"{text!r} is no period")
        self.text = text


@dataclass(frozen=True, slots=True)
class Period:
    """A first and a last day, both included."""

    start: date
    end: date

    def until(self, day: date) -> Period:
        """The period as far as that day, whole where it ends before or begins after it."""
        return Period(self.start, min(self.end, day)) if self.start <= day else self


def period_typed(text: str, as_of: date, first_month: int = 1) -> Period:
    """The period a person typed, seen from `as_of`. Raises `NotAPeriod`.

    `first_month` begins the fiscal year. `A..B` (or with a dash between spaces) runs from the
    first day of A to the last of B.
    """
    asked = " ".join(text.casefold().replace("\u2013", "–").split())
    ends = re.split(r"\s*\.\.\s*|\s+(?:–|-|to|till)\s+|–", asked)
    if len(ends) == 2:
        first, last = (period_typed(end, as_of, first_month) for end in ends)
        if first.start > last.end:
            raise NotAPeriod(text)
        return Period(first.start, last.end)
    seen = _From(as_of, first_month)
    for pattern, read in _FORMS:
        if found := re.fullmatch(pattern, asked):
            try:
                return read(seen, found)
            except (ValueError, OverflowError):
                break
    raise NotAPeriod(text)


@dataclass(frozen=True, slots=True)
class _From:
    """Where periods are seen from."""

    day: date
    first_month: int

    def fiscal_start(self, day: date) -> date:
        """The first day of the fiscal year that holds the day."""
        return date(day.year - (day.month < self.first_month), self.first_month, 1)

    def fiscal_named(self, year: int) -> date:
        """The first day of the fiscal year that ends in that calendar year."""
        return date(year - (self.first_month > 1), self.first_month, 1)


def _whole(start: date, months: int) -> Period:
    if not FIRST_YEAR <= start.year <= LAST_YEAR:
        raise ValueError(start)
    return Period(start, add_months(start, months) - _DAY)


def _a_day(_: _From, found: re.Match[str]) -> Period:
    day = date(*(int(part) for part in found.groups()))
    return Period(day, day)


def _a_month(_: _From, found: re.Match[str]) -> Period:
    return _whole(date(int(found["year"]), int(found["month"]), 1), 1)


def _a_named_month(seen: _From, found: re.Match[str]) -> Period:
    wanted = found["name"][:3]
    month = next(at for at, names in enumerate(_MONTHS, start=1) if wanted in names)
    if found["year"]:
        return _whole(date(int(found["year"]), month, 1), 1)
    return _whole(date(seen.day.year - (month > seen.day.month), month, 1), 1)


def _a_year(seen: _From, found: re.Match[str]) -> Period:
    if found["to"]:
        return _a_fiscal_year(seen, found)
    return _whole(date(int(found["year"]), 1, 1), 12)


def _a_part(seen: _From, found: re.Match[str]) -> Period:
    months = 3 if found["kind"] in ("q", "k") else 6
    if found["year"]:
        start = date(int(found["year"]), 1, 1)
    else:
        start = date(seen.day.year, 1, 1)
        if add_months(start, months * (int(found["no"]) - 1)) > seen.day:
            start = start.replace(year=start.year - 1)
    return _part(start, months, int(found["no"]))


def _a_fiscal_year(seen: _From, found: re.Match[str]) -> Period:
    year = int(found["year"])
    if found["to"] is None:
        return _whole(seen.fiscal_named(year), 12)
    if int(found["to"]) % 100 != (year + 1) % 100 or seen.first_month == 1:
        raise ValueError(found["to"])
    return _whole(seen.fiscal_named(year + 1), 12)


def _a_fiscal_part(seen: _From, found: re.Match[str]) -> Period:
    year = _a_fiscal_year(seen, found)
    return _part(year.start, 3 if found["kind"] in ("q", "k") else 6, int(found["no"]))


def _part(year: date, months: int, number: int) -> Period:
    if not 1 <= number <= 12 // months:
        raise ValueError(number)
    return _whole(add_months(year, months * (number - 1)), months)


def _a_week(seen: _From, found: re.Match[str]) -> Period:
    number = int(found["no"])
    if found["year"]:
        monday = date.fromisocalendar(int(found["year"]), number, 1)
    else:
        monday = date.fromisocalendar(seen.day.isocalendar().year, number, 1)
        if monday > seen.day:
            monday = date.fromisocalendar(seen.day.isocalendar().year - 1, number, 1)
    return Period(monday, monday + 6 * _DAY)


def _running(unit: str, back: int) -> Callable[[_From, re.Match[str]], Period]:
    """The running month, quarter, year or week, or the one `back` before it."""

    def read(seen: _From, _: re.Match[str]) -> Period:
        day = seen.day
        match unit:
            case "week":
                monday = day - day.weekday() * _DAY - back * 7 * _DAY
                return Period(monday, monday + 6 * _DAY)
            case "month":
                return _whole(add_months(month_of(day), -back), 1)
            case "quarter":
                start = add_months(month_of(day), -((day.month - 1) % 3))
                return _whole(add_months(start, -3 * back), 3)
            case "fiscal":
                return _whole(add_months(seen.fiscal_start(day), -12 * back), 12)
            case _:
                return _whole(date(day.year - back, 1, 1), 12)

    return read


def _latest(seen: _From, found: re.Match[str]) -> Period:
    count = int(found["count"])
    if not 1 <= count <= 1200:
        raise ValueError(count)
    if found["unit"].startswith("m"):
        return Period(add_months(seen.day, -count) + _DAY, seen.day)
    return Period(seen.day - (count - 1) * _DAY, seen.day)


_PART = r"(?P<kind>[qkh])(?P<no>\d)"
_FORMS: tuple[tuple[str, Callable[[_From, re.Match[str]], Period]], ...] = (
    (r"(\d{4})-(\d{2})-(\d{2})", _a_day),
    (r"(?P<year>\d{4})-(?P<month>\d{2})", _a_month),
    (rf"{_FISCAL} ?{_YEAR}[ -]?{_PART}", _a_fiscal_part),
    (rf"{_PART} {_FISCAL} ?{_YEAR}", _a_fiscal_part),
    (rf"{_FISCAL} ?{_YEAR}", _a_fiscal_year),
    (_YEAR, _a_year),
    (rf"(?P<year>\d{{4}})[ -]?{_PART}", _a_part),
    (rf"{_PART}(?: ?(?P<year>\d{{4}}))?", _a_part),
    (r"(?:(?P<year>\d{4})-)?(?:w|v|week|vecka)\.? ?(?P<no>\d{1,2})", _a_week),
    (r"(?:w|v|week|vecka)\.? ?(?P<no>\d{1,2}) (?P<year>\d{4})", _a_week),
    (
        rf"(?P<name>{'|'.join(n for names in _MONTHS for n in names)})[a-zå]*\.? ?"
        r"(?P<year>\d{4})?",
        _a_named_month,
    ),
    (
        r"(?:the )?(?:last|latest|senaste) (?P<count>\d{1,4}) (?P<unit>months?|månader(?:na)?"
        r"|days?|dagar(?:na)?)",
        _latest,
    ),
    *((rf"{_LAST} {named}", _running(unit, 1)) for unit, named in _UNITS.items()),
    *((rf"{_THIS} {named}", _running(unit, 0)) for unit, named in _UNITS.items()),
    (r"i år", _running("year", 0)),
    (r"i fjol", _running("year", 1)),
)
