"""Notice: the last day to give it, and when a machine's liability ends (rules 25, 26)."""

from __future__ import annotations

from datetime import date, timedelta

from saldo.ledger.months import add_months, month_of

_DAY = timedelta(days=1)


def last_notice_day(end: date, notice_months: int) -> date:
    """The last day on which notice still ends the contract on `end` (rule 25).

    The end 2026-06-30 with three months' notice gives 2026-03-31.
    """
    return add_months(end + _DAY, -notice_months) - _DAY


def term_end(end: date, renewal_months: int, on: date) -> date:
    """The last day of the term running on a day: `end`, carried on by renewals past it."""
    last = end
    while last < on:
        last = add_months(last + _DAY, max(renewal_months, 1)) - _DAY
    return last


def liability_end(given: date, notice_months: int, *, to_month_end: bool) -> date:
    """The last day liable after notice given: to the day, or to the end of that month (rule 26)."""
    last = add_months(given, notice_months)
    return add_months(month_of(last), 1) - _DAY if to_month_end else last
