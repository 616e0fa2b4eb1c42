"""Typed periods: `FY2026-Q3`, `last month`, `förra kvartalet`, `2026-07` as first and last day."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

Period = tuple[date, date]

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan januari january",
            "feb februari february",
            "mar mars march",
            "apr april",
            "maj may",
            "jun juni june",
            "jul juli july",
            "aug augusti august",
            "sep sept september",
            "okt oct oktober october",
            "nov november",
            "dec december",
        ),
        start=1,
    )
    for name in names.split()
}
_THIS = r"(?:this|denna|detta|den här|det här|i)"
_LAST = r"(?:last|previous|förra|föregående)"
_UNITS = {
    "month": "month|månad(?:en)?",
    "quarter": "quarter|kvartal(?:et)?",
    "year": "år(?:et)?|year",
}


def period_typed(text: str, as_of: date, first_month: int = 1) -> Period | None:
    """First and last day of what somebody typed, None where it is no period.

    In Swedish or English, seen from `as_of`. A fiscal year begins with `first_month`; `FY2026` is
    the one that ends in 2026, `2025/26` names both its years. Two days or months with a dash,
    `to`, `till` or `..` between them are a range.
    """
    plain = " ".join(text.casefold().replace("–", " - ").replace("..", " - ").split())
    first, dash, last = _ends(plain)
    if dash:
        start, end = _one(first, as_of, first_month), _one(last, as_of, first_month)
        return (start[0], end[1]) if start and end and start[0] <= end[1] else None
    return _one(plain, as_of, first_month)


def _ends(text: str) -> tuple[str, str, str]:
    for between in (" - ", " to ", " till "):
        if between in text:
            return text.partition(between)
    return text, "", ""


def _one(text: str, as_of: date, first_month: int) -> Period | None:
    for pattern, read in _FORMS.items():
        found = re.fullmatch(pattern, text)
        if found:
            try:
                return read(found, as_of, first_month)
            except (ValueError, OverflowError):
                return None  # month 13, year 0
    return None


def _day(found: re.Match[str], _as_of: date, _first: int) -> Period:
    day = date.fromisoformat(found[0])
    return day, day


def _month(found: re.Match[str], _as_of: date, _first: int) -> Period:
    return _months(date(int(found[1]), int(found[2]), 1), 1)


def _named_month(found: re.Match[str], as_of: date, _first: int) -> Period:
    month = _MONTHS[found[1]]
    if found[2]:
        return _months(date(int(found[2]), month, 1), 1)
    return _months(date(as_of.year - (month > as_of.month), month, 1), 1)


def _year(found: re.Match[str], _as_of: date, _first: int) -> Period:
    return _months(date(int(found[1]), 1, 1), 12)


def _quarter(found: re.Match[str], _as_of: date, _first: int) -> Period:
    year, number = (found["year"], found["quarter"])
    return _months(date(int(year), 3 * int(number) - 2, 1), 3)


def _week(found: re.Match[str], _as_of: date, _first: int) -> Period:
    monday = date.fromisocalendar(int(found["year"]), int(found["week"]), 1)
    return monday, monday + timedelta(6)


def _fiscal(found: re.Match[str], _as_of: date, first: int) -> Period:
    start = _fiscal_start(int(found["year"]) - (first > 1), first)
    quarter = found["quarter"]
    if quarter is None:
        return _months(start, 12)
    return _months(_later(start, 3 * int(quarter) - 3), 3)


def _split_year(found: re.Match[str], _as_of: date, first: int) -> Period:
    start, end = int(found[1]), found[2]
    if int(end) % 100 != (start + 1) % 100:
        raise ValueError(found[0])
    return _months(_fiscal_start(start, first), 12)


def _fiscal_now(found: re.Match[str], as_of: date, first: int) -> Period:
    year = as_of.year - (as_of.month < first)
    return _months(_fiscal_start(year - bool(found["last"]), first), 12)


def _relative(unit: str, back: int) -> Callable[[re.Match[str], date, int], Period]:
    months = {"month": 1, "quarter": 3, "year": 12}[unit]

    def read(_found: re.Match[str], as_of: date, _first: int) -> Period:
        start = date(as_of.year, (as_of.month - 1) // months * months + 1, 1)
        return _months(_later(start, -months * back), months)

    return read


def _days_back(found: re.Match[str], as_of: date, _first: int) -> Period:
    return as_of - timedelta(int(found[1]) - 1), as_of


def _fiscal_start(year: int, first: int) -> date:
    return date(year, first, 1)


def _later(day: date, months: int) -> date:
    count = day.year * 12 + day.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)


def _months(start: date, count: int) -> Period:
    return start, _later(start, count) - timedelta(1)


_FORMS: dict[str, Callable[[re.Match[str], date, int], Period]] = {
    r"\d{4}-\d\d-\d\d": _day,
    r"(\d{4})-(\d\d?)": _month,
    rf"({'|'.join(_MONTHS)})\.?(?: (\d{{4}}))?": _named_month,
    r"(\d{4})": _year,
    r"(?P<year>\d{4})[- ]?[qk](?P<quarter>[1-4])": _quarter,
    r"[qk](?P<quarter>[1-4])[- ]?(?P<year>\d{4})": _quarter,
    r"(?P<year>\d{4})[- ]?[wv]\.? ?(?P<week>\d\d?)": _week,
    r"[wv]\.? ?(?P<week>\d\d?)[- ](?P<year>\d{4})": _week,
    r"(?:fy|rå|räkenskapsår(?:et)?) ?(?P<year>\d{4})(?:[- ]?[qk](?P<quarter>[1-4]))?": _fiscal,
    r"(?:fy ?|rå ?|räkenskapsår(?:et)? )?(\d{4})/(\d{2}|\d{4})": _split_year,
    rf"(?:{_THIS}|(?P<last>{_LAST})) ?(?:fiscal year|räkenskapsår(?:et)?)": _fiscal_now,
    r"(?:last|past|senaste) (\d{1,4}) (?:days|dagarna|dagar)": _days_back,
} | {
    rf"{which} (?:{words})": _relative(unit, back)
    for unit, words in _UNITS.items()
    for which, back in ((_THIS, 0), (_LAST, 1))
}
