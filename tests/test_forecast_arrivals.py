"""Arrivals: what is expected of open deliveries, by what became of promises like theirs."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from math import ceil, floor

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from saldo.forecast.arrivals import FEWEST, Arrival, Basis, History, Phase, backtest

DAY = timedelta(days=1)
START = date(2026, 1, 5)


def on(number: int) -> date:
    return START + number * DAY


def phase(
    given: int,
    promised: int,
    completed: int | None = None,
    *,
    until: int | None = None,
    left: int | None = None,
    group: str = "hardware",
    confirmed: bool = True,
) -> Phase:
    """Days counted from START."""

    def some(number: int | None) -> date | None:
        return None if number is None else on(number)

    return Phase(
        group, confirmed, on(given), some(until), on(promised), some(left), some(completed)
    )


def kept(count: int, misses: list[int], **more: object) -> list[Phase]:
    """That many promises given on day 0 for day 10, missed by these days in turn."""
    return [
        phase(0, 10, 10 + misses[at % len(misses)], left=10 + misses[at % len(misses)], **more)
        for at in range(count)
    ]


def test_the_range_is_where_the_next_one_falls_in_four_of_five() -> None:
    """Of twenty sorted misses the 2nd and the 19th: the ranks 2.1 down and 18.9 up of 21."""
    history = History(kept(20, [0, 0, 0, 0, 0, 0, 1, 2, 5, 9]))

    found = history.arrival(phase(98, 120), on(100))

    assert (found.expected, found.earliest, found.latest) == (on(120), on(120), on(129))
    assert (found.basis, found.past) == (Basis.group, 20)


def test_who_is_late_already_is_expected_as_the_late_ones_were() -> None:
    """Of the promises missed by 0, 0, 4 and 8 days, those still open three days after it."""
    history = History(kept(80, [0, 0, 4, 8], until=None))

    found = history.arrival(phase(80, 100), on(103))

    assert (found.earliest, found.latest, found.past) == (on(104), on(108), 40)
    assert found.risk_after(on(103)) == 100
    assert found.risk_after(on(104)) == 50


def test_what_has_left_is_expected_as_those_that_had_left() -> None:
    sent = [phase(0, 10, 10, left=7) for _ in range(20)]
    waiting = [phase(0, 10, 17, left=15) for _ in range(20)]
    history = History(sent + waiting)

    assert history.arrival(phase(95, 100, left=97), on(98)).expected == on(100)
    assert history.arrival(phase(95, 100), on(98)).expected == on(107)


def test_a_promise_counts_only_while_it_stood() -> None:
    """The first promise was replaced on day 8: on its ninth day nobody looked at it any more."""
    history = History(
        [phase(0, 10, 30, until=8) for _ in range(30)] + [phase(8, 28, 30) for _ in range(30)]
    )

    assert history.arrival(phase(91, 101), on(100)).expected == on(103)


def test_a_group_without_history_rests_on_all_and_too_little_on_the_promise() -> None:
    history = History(kept(FEWEST, [2]))
    foreign = phase(90, 100, group="software")

    assert history.arrival(foreign, on(95)).basis is Basis.all
    few = History(kept(FEWEST - 1, [2]))
    plain = few.arrival(foreign, on(95))
    assert (plain.expected, plain.earliest, plain.basis) == (on(100), None, Basis.promise)
    assert few.arrival(foreign, on(103)).expected == on(104)
    assert plain.risk_after(on(1)) is None


def test_what_was_complete_later_is_not_known_earlier() -> None:
    history = History(kept(FEWEST, [5]))

    assert history.arrival(phase(9, 40), on(14)).basis is Basis.promise
    assert history.arrival(phase(9, 40), on(15)).basis is Basis.group


def test_a_backtest_uses_what_was_known_and_compares_with_the_promise() -> None:
    """Twenty were five days late; two more are forecast as of day 20 and come as late."""
    history = History([*kept(20, [5]), phase(18, 30, 35), phase(18, 31, 36)])

    found = backtest([history], [on(20)], on(60))

    assert (found.forecasts, found.covered) == (2, 2)
    assert (found.error, found.promise_error) == (0.0, 5.0)


def test_what_is_open_past_its_range_is_a_miss_and_before_it_no_forecast_yet() -> None:
    history = History([*kept(20, [5]), phase(18, 30)])

    late = backtest([history], [on(20)], on(36))
    assert (late.forecasts, late.covered) == (1, 0)
    assert backtest([history], [on(20)], on(35)).forecasts == 0


small = st.integers(0, 40)
maybe = st.none() | small


def past_phase(
    *,
    given_on: int,
    promised: int,
    until: int | None,
    completed: int | None,
    left: int | None,
    group: str,
    confirmed: bool,
) -> Phase:
    """Of days after the one it was given on, so that it can have been."""

    def later(days: int | None) -> int | None:
        return None if days is None else given_on + days

    return phase(
        given_on,
        given_on + promised // 3,
        later(completed),
        until=later(until),
        left=later(left),
        group=group,
        confirmed=confirmed,
    )


histories = st.lists(
    st.builds(
        past_phase,
        given_on=small,
        promised=small,
        until=maybe,
        completed=maybe,
        left=maybe,
        group=st.sampled_from(["a", "b"]),
        confirmed=st.booleans(),
    ),
    max_size=60,
)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(histories, st.integers(0, 80), st.integers(-10, 10), st.booleans(), st.booleans())
def test_a_range_is_what_a_plain_count_of_like_promises_gives(
    past: list[Phase], day: int, ahead: int, confirmed: bool, left: bool
) -> None:
    asked = phase(
        day - 3, day + ahead, group="a", confirmed=confirmed, left=day - 1 if left else None
    )

    assert History(past).arrival(asked, on(day)) == plain_arrival(past, asked, on(day))


def plain_arrival(past: list[Phase], asked: Phase, day: date) -> Arrival:
    """The same, promise by promise."""

    def alike(each: Phase) -> bool:
        if each.completed is None or each.completed > day or each.confirmed != asked.confirmed:
            return False
        at = max(each.given_on, each.promised_on + (day - asked.promised_on))
        open_then = at < each.completed and (each.until_on is None or at < each.until_on)
        had_left = each.left_on is not None and each.left_on <= at
        return open_then and had_left == (asked.left_on is not None)

    like = [each for each in past if alike(each)]
    for basis, chosen in (
        (Basis.group, [each for each in like if each.group == asked.group]),
        (Basis.all, like),
    ):
        if len(chosen) >= FEWEST:
            misses = sorted(
                (each.completed - each.promised_on).days for each in chosen if each.completed
            )
            many = len(misses)
            first = max(floor(Fraction(many + 1, 10)), 1)
            last = min(ceil(Fraction(9 * (many + 1), 10)), many)
            places = [first - 1, ceil(Fraction(many, 2)) - 1, last - 1]
            low, middle, high = (asked.promised_on + misses[place] * DAY for place in places)
            return Arrival(asked.promised_on, middle, low, high, basis, len(misses), tuple(misses))
    return Arrival(
        asked.promised_on, max(asked.promised_on, day + DAY), None, None, Basis.promise, 0
    )


@pytest.mark.parametrize("nothing", [[], [phase(0, 10)]])
def test_without_history_nothing_is_forecast(nothing: list[Phase]) -> None:
    found = backtest([History(nothing)], [on(5)], on(90))

    assert (found.forecasts, found.error) == (0, 0.0)
