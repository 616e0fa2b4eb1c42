"""When and in what way an account pays a document."""

from __future__ import annotations

from datetime import date
from typing import Literal

from etl.demo.accounts import Account
from etl.demo.books import Document
from etl.demo.days import days, workday
from etl.demo.people import GROUP_SUBSIDIARIES
from etl.demo.stage import Stage

Way = Literal["plain", "part", "twice", "returned", "short", "relative", "foreign", "waived"]
_EDGES: tuple[tuple[float, Way], ...] = (
    (0.70, "part"), (0.718, "twice"), (0.722, "returned"), (0.726, "short"), (0.731, "plain"),
)  # fmt: skip
_WORSE_SINCE, _WORSE_BY_A_DAY = 140, 1.4
_BETTER_SINCE, _BETTER_BY, _BETTER_DAYS = 330, 30, 110


def payment_day(stage: Stage, document: Document, due: date) -> date:
    """The working day on which the account means to pay what is due then."""
    habit = document.account.habit
    if habit.cash_discount and document.luck < 0.6:
        return workday(document.issued + days(8))
    delay = round(_delay(stage, document, due))
    day = max(document.issued, due + days(delay))
    if habit.collects:  # its payment runs are on Thursdays
        day += days((3 - day.weekday()) % 7)
    return workday(day)


def _delay(stage: Stage, document: Document, due: date) -> float:
    habit = document.account.habit
    delay = habit.delay + habit.spread * max(-2.5, min(2.5, document.sway))
    age = (stage.until - due).days
    if habit.course == "worse":
        return delay + _WORSE_BY_A_DAY * max(0, _WORSE_SINCE - age)
    if habit.course == "better":
        span = _BETTER_SINCE - _BETTER_BY
        return delay + _BETTER_DAYS * max(0, min(span, age - _BETTER_BY)) / span
    if document.luck > 0.96 and not document.account.in_scene:
        delay += (document.luck - 0.96) * 900 + max(0.0, document.luck - 0.99) * 9000
    return delay


def payment_way(stage: Stage, document: Document, relatives: list[Account]) -> Way:
    """What is particular about its payment, by the document's luck."""
    account, luck = document.account, document.luck
    if document.instalments or document.dispute or account.habit.course != "steady":
        return "plain"
    if account.in_scene and document.issued > stage.months_ago(8):
        return "plain"
    if account.no == GROUP_SUBSIDIARIES[-1] and 0.30 <= luck < 0.38:
        return "foreign"
    if relatives and 0.40 <= luck < 0.44:
        return "relative"
    way: Way = "plain"
    for edge, name in _EDGES:
        if luck >= edge:
            way = name
    return way
