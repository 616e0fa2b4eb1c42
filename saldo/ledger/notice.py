"""Notice: the last day to give it, and when a machine's liability ends (rules 25, 26)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count

from saldo.ledger.months import add_months, month_of

_DAY = timedelta(days=1)


def last_notice_day(end: date, notice_months: int) -> date:
    """The last day on which notice still ends the contract on `end` (rule 25).

    The end 2026-06-30 with three months' notice gives 2026-03-31.
    """
    return add_months(end + _DAY, -notice_months) - _DAY


def term_end(end: date, renewal_months: int, on: date) -> date:
    """The last day of the term running on a day: `end`, carried on by renewals past it."""
    return next(last for last in _terms(end, renewal_months) if last >= on)


def committed_to(end: date, renewal_months: int, notice_months: int, on: date) -> date:
    """The last day of the first term that notice given on a day still ends (rule 25).

    Once the last notice day has passed, a contract that renews by itself runs a term longer.
    """
    return next(
        last
        for last in _terms(end, renewal_months)
        if last >= on and last_notice_day(last, notice_months) >= on
    )


def _terms(end: date, renewal_months: int) -> Iterator[date]:
    """The last days of all terms, counted from the stated end, so that month ends stay."""
    for number in count():
        yield add_months(end + _DAY, number * max(renewal_months, 1)) - _DAY


def liability_end(given: date, notice_months: int, *, to_month_end: bool) -> date:
    """The last day liable after notice given: to the day, or to the end of that month (rule 26)."""
    last = add_months(given, notice_months)
    return add_months(month_of(last), 1) - _DAY if to_month_end else last
