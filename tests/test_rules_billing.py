"""The billing check's rule against a slow oracle that walks every day (rules 23 to 27)."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from saldo.ledger.billing_check import (
    Earlier,
    Line,
    Machine,
    Outcome,
    Reason,
    check,
    expected_bills,
    monthly_cost,
)
from saldo.ledger.charge_periods import Terms, periods
from saldo.ledger.indexation import Clause, lacks_value, price_factor
from saldo.ledger.months import add_months

DAY = timedelta(days=1)
TERMS = Terms("SEK", Decimal(310), 1, date(2025, 1, 1), date(2025, 1, 1))
APRIL = (date(2026, 4, 1), date(2026, 4, 30))
SINCE = Machine(installed=date(2025, 3, 1))


def line(net: str, days: tuple[date, date] = APRIL, credited: str = "0") -> Line:
    return Line(Decimal(net), *days, credited=Decimal(credited))


def test_a_period_billed_in_parts_is_not_billed_twice() -> None:
    """Rule 27: the second half of the price is no second bill."""
    half = Earlier(APRIL, short=Decimal(155))

    assert check(line("155"), SINCE, TERMS, [half]).outcome is Outcome.correct
    again = check(line("155"), SINCE, TERMS, [Earlier(APRIL)])
    assert (again.outcome, again.claim) == (Outcome.billed_twice, 155)


def test_days_that_are_partly_billed_before_are_owed_for_the_rest() -> None:
    """Rules 23, 27."""
    before = Earlier((date(2026, 3, 16), date(2026, 4, 15)))

    verdict = check(line("310"), SINCE, TERMS, [before])

    assert (verdict.outcome, verdict.correct, verdict.claim) == (Outcome.billed_twice, 155, 155)


def test_what_was_credited_is_not_claimed_again() -> None:
    gone = Machine(date(2025, 3, 1), date(2026, 1, 5), date(2025, 12, 1), date(2026, 3, 31))

    assert check(line("0", credited="310"), gone, TERMS).claim == 0
    assert check(line("200", credited="110"), gone, TERMS).claim == 200


def test_a_price_below_the_contracts_is_told_but_not_claimed() -> None:
    verdict = check(line("300"), SINCE, TERMS)

    assert (verdict.outcome, verdict.correct, verdict.claim) == (Outcome.price_differs, 310, 0)


def test_a_line_of_whole_periods_by_its_own_count_is_whole() -> None:
    """A vendor that bills calendar months for a contract from the 15th is not wrong by days."""
    terms = Terms("SEK", Decimal(310), 1, date(2025, 1, 15), date(2025, 1, 15))

    assert list(periods(terms, (date(2026, 2, 1), date(2026, 2, 28)))) == [
        (date(2026, 2, 1), date(2026, 2, 28))
    ]
    assert check(line("310"), SINCE, terms).outcome is Outcome.correct


def test_a_line_over_several_periods_may_be_rounded_once() -> None:
    """Rule 23: 3 × 33.33 or 100.00 for a quarter at 33.3333 are both right; 100.02 is not."""
    terms = Terms("SEK", Decimal("33.3333"), 1, date(2025, 1, 1), date(2025, 1, 1))
    quarter = (date(2026, 4, 1), date(2026, 6, 30))

    outcomes = [
        check(line(net, quarter), SINCE, terms).outcome for net in ("99.99", "100", "100.02")
    ]

    assert outcomes == [Outcome.correct, Outcome.correct, Outcome.price_differs]


INDEXED = Terms(
    "SEK", Decimal(310), 1, date(2025, 1, 1), date(2025, 1, 1),
    (Clause(date(2026, 1, 1), index_name="KPI", base_month=date(2024, 10, 1)),),
    {"KPI": {date(2024, 10, 1): Decimal(100), date(2025, 12, 1): Decimal(102)}},
)  # fmt: skip


@pytest.mark.parametrize(
    ("machine", "terms", "days", "reason"),
    [
        (Reason.serial_spelling, TERMS, APRIL, Reason.serial_spelling),
        (SINCE, TERMS, (APRIL[0], None), Reason.no_period),
        (SINCE, TERMS, (APRIL[1], APRIL[0]), Reason.no_period),
        (SINCE, Reason.no_charge, APRIL, Reason.no_charge),
        (SINCE, INDEXED, APRIL, Reason.index_missing),
        (Machine(APRIL[0], doubt=Reason.installed_twice), TERMS, APRIL, Reason.installed_twice),
    ],
)
def test_what_is_odd_in_the_data_is_said_and_never_claimed(
    machine: Machine | Reason, terms: Terms | Reason, days: tuple[date, date], reason: Reason
) -> None:
    verdict = check(line("999", days), machine, terms)

    assert (verdict.outcome, verdict.reason, verdict.claim) == (Outcome.unclear, reason, 0)


def test_a_line_wholly_after_the_end_needs_no_price_to_be_claimed() -> None:
    """Rule 27: a vendor may have struck the charge at the notice and billed on all the same."""
    gone = Machine(date(2025, 3, 1), date(2026, 1, 5), date(2025, 12, 1), date(2026, 3, 31))

    verdict = check(line("310"), gone, Reason.no_charge)

    assert (verdict.outcome, verdict.claim) == (Outcome.billed_after_end, 310)


def test_rule_24_an_index_value_that_is_not_there_is_noticed_until_a_price_stands_on_its_own() -> (
    None
):
    capped = Clause(date(2026, 1, 1), "KPI", date(2024, 10, 1), cap_percent=Decimal(4))
    free = Clause(date(2026, 1, 1), "KPI", date(2024, 10, 1))
    index = {"KPI": {date(2024, 10, 1): Decimal(100), date(2027, 1, 1): Decimal(103)}}

    assert lacks_value([free], index, date(2026, 5, 1))
    assert not lacks_value([free], index, date(2027, 5, 1))
    assert lacks_value([capped], index, date(2027, 5, 1))
    assert not lacks_value([free], index, date(2025, 12, 31))


def test_what_waiting_costs_is_a_month_at_the_price_of_the_day() -> None:
    quarterly = Terms(
        "SEK", Decimal(900), 3, date(2025, 1, 1), date(2025, 1, 1),
        (Clause(date(2026, 1, 1), fixed_percent=Decimal(2)),),
    )  # fmt: skip

    assert monthly_cost(quarterly, date(2025, 12, 31)) == 300
    assert monthly_cost(quarterly, date(2026, 1, 1)) == 306


def test_bills_are_expected_from_the_first_billable_day_and_in_arrears_after_the_period() -> None:
    begins, today = date(2026, 4, 16), date(2026, 6, 15)

    advance = list(expected_bills(TERMS, begins, None, today, in_advance=True))
    arrears = list(expected_bills(TERMS, begins, None, today, in_advance=False))
    ended = list(expected_bills(TERMS, begins, date(2026, 4, 30), today, in_advance=True))

    assert [amount for _, amount in advance] == [155, 310, 310]
    assert arrears == advance[:2]
    assert ended == advance[:1]


# The oracle: every day asked for itself.


def slow_price(terms: Terms, billed: tuple[date, date], days: set[date]) -> Decimal:
    """Each day falls in one period; a period costs its share of days, rounded once."""
    anchors = (terms.contract_start, terms.charge_start, billed[0])
    whole = [anchor for anchor in anchors if {billed[0], billed[1] + DAY} <= starts(anchor, terms)]
    begins = sorted(starts((whole or anchors)[0], terms))
    counted: dict[tuple[date, date], int] = defaultdict(int)
    for day in days:
        first = max(each for each in begins if each <= day)
        counted[first, min(each for each in begins if each > day)] += 1
    total = Decimal(0)
    for (first, after), number in counted.items():
        factor = price_factor(terms.clauses, terms.indices, first)
        exact = Fraction(terms.amount) * Fraction(factor) * number / (after - first).days
        coins = Decimal(exact.numerator * 100) / Decimal(exact.denominator)
        total += coins.quantize(Decimal(1), rounding=ROUND_HALF_UP) / 100
    return total


def starts(anchor: date, terms: Terms) -> set[date]:
    """The first days of all periods in reach."""
    return {add_months(anchor, number * terms.period_months) for number in range(-40, 60)}


def slow_check(
    one: Line, machine: Machine, terms: Terms, earlier: list[Earlier]
) -> tuple[Outcome, Decimal]:
    assert one.first and one.last and machine.installed
    billed = {one.first + DAY * step for step in range((one.last - one.first).days + 1)}
    before = [each for each in earlier if any(each.days[0] <= d <= each.days[1] for d in billed)]
    taken = {d for d in billed for each in before if each.days[0] <= d <= each.days[1]}
    liable = {
        d
        for d in billed
        if machine.installed <= d and (not machine.liable_to or d <= machine.liable_to)
    }
    due = slow_price(terms, (one.first, one.last), liable - taken)
    due += sum((each.short for each in before), Decimal(0))
    coins = Decimal("0.01") * (len(list(periods(terms, (one.first, one.last)))) - 1)
    trouble = None
    if machine.installed > one.first:
        trouble = Outcome.never_installed
    if machine.liable_to and one.last > machine.liable_to:
        trouble = Outcome.billed_after_end
    if taken:
        trouble = Outcome.billed_twice
    if one.billed - due > coins:
        return trouble or Outcome.price_differs, one.billed - due
    if due - one.billed > coins and not trouble and not one.credited:
        return Outcome.price_differs, Decimal(0)
    after = machine.removed and machine.noticed and one.last > machine.removed and not trouble
    return Outcome.correct_inside_notice if after else Outcome.correct, Decimal(0)


_days = st.dates(date(2025, 1, 1), date(2026, 12, 31))
_money = st.integers(1, 200_000).map(lambda coins: Decimal(coins) / 100)


@st.composite
def _intervals(draw: st.DrawFn, terms: Terms) -> tuple[date, date]:
    first = draw(_days | st.sampled_from(sorted(starts(terms.contract_start, terms))[40:80]))
    months = draw(st.integers(1, 3)) * terms.period_months
    last = draw(st.sampled_from([add_months(first, months) - DAY, first + DAY * months * 11]))
    return first, last


@st.composite
def _asked(draw: st.DrawFn) -> tuple[Line, Machine, Terms, list[Earlier]]:
    clause = Clause(draw(_days), fixed_percent=draw(st.decimals(-3, 9, places=2)))
    start = draw(st.dates(date(2024, 1, 1), date(2025, 6, 30)))
    terms = Terms(
        "SEK", draw(_money), draw(st.sampled_from([1, 1, 3])), start, start, (clause,)
    )  # fmt: skip
    machine = Machine(
        draw(_days), draw(st.none() | _days), draw(st.none() | _days), draw(st.none() | _days)
    )
    first, last = draw(_intervals(terms))
    all_days = {first + DAY * step for step in range((last - first).days + 1)}
    right = slow_price(terms, (first, last), all_days)
    billed = draw(st.sampled_from([right, right, right + 1]) | _money)
    earlier = draw(
        st.lists(st.builds(Earlier, _intervals(terms), st.just(Decimal(0)) | _money), max_size=2)
    )
    return (
        Line(billed, first, last, draw(st.sampled_from([Decimal(0), Decimal(9)]))),
        machine,
        terms,
        earlier,
    )


@settings(max_examples=300, deadline=None)
@given(asked=_asked())
def test_rules_23_to_27_any_line_is_what_a_walk_over_its_days_says(
    asked: tuple[Line, Machine, Terms, list[Earlier]],
) -> None:
    verdict = check(*asked)

    assert (verdict.outcome, verdict.claim) == slow_check(*asked)
    assert Decimal(0) <= verdict.claim <= asked[0].billed
