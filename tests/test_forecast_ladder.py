"""Which method a history can carry, and what each says (rule 31)."""

import numpy as np
import pytest

from saldo.forecast.histories import histories
from saldo.forecast.ladder import METHODS, expected

YEAR = [10.0, 12.0, 14.0, 13.0, 11.0, 9.0, 8.0, 7.0, 9.0, 10.0, 12.0, 15.0]


def said(series: list[float], ahead: int = 12) -> tuple[str, list[float]]:
    methods, amounts = expected(histories([series]), ahead)
    return METHODS[methods[0]], amounts[0].tolist()


@pytest.mark.parametrize(
    ("months", "method"),
    [
        (1, "mean"),
        (11, "mean"),
        (12, "smoothed"),
        (17, "smoothed"),
        (18, "halfway"),
        (23, "halfway"),
        (24, "combination"),
        (60, "combination"),
    ],
)
def test_the_method_follows_the_length_of_the_history(months: int, method: str) -> None:
    series = (YEAR * 5)[:months]

    assert said(series)[0] == method


def test_an_empty_history_and_one_of_zeros_expect_nothing_and_say_so() -> None:
    assert said([]) == ("nothing", [0.0] * 12)
    assert said([0.0] * 30) == ("nothing", [0.0] * 12)


def test_one_month_goes_on_as_it_was() -> None:
    assert said([700.0]) == ("mean", [700.0] * 12)


def test_a_flat_history_goes_on_flat() -> None:
    method, amounts = said([500.0] * 36)

    assert method == "combination"
    assert amounts == pytest.approx([500.0] * 12)


def test_credits_alone_are_expected_to_go_on_below_zero() -> None:
    method, amounts = said([-30.0, -40.0, -20.0] * 10)

    assert method == "combination"
    assert all(-60 < amount < 0 for amount in amounts)


def test_under_a_year_and_a_half_nothing_trends() -> None:
    climbing = [100.0 * month for month in range(1, 18)]

    assert len(set(said(climbing)[1])) == 1
    assert len(set(said(climbing[:11])[1])) == 1


def test_a_season_is_found_again_in_the_months_ahead() -> None:
    _, amounts = said(YEAR * 4)

    assert amounts == pytest.approx(YEAR, rel=0.05)


def test_a_short_history_takes_the_year_of_its_peers() -> None:
    peers = [[level * each for each in YEAR * 3] for level in range(1, 13)]
    short = [5 * each for each in YEAR[-6:]]

    _, amounts = expected(histories([*peers, short]), 12)

    assert amounts[-1].tolist() == pytest.approx([5 * each for each in YEAR], rel=0.02)


def test_a_series_of_mostly_zeros_has_a_mean_rate() -> None:
    bursts = [0.0, 0.0, 0.0, 1200.0] * 9

    method, amounts = said(bursts)

    assert method == "rate"
    assert amounts == pytest.approx([300.0] * 12, rel=0.15)


def test_what_has_ended_fades() -> None:
    ended = [0.0, 0.0, 1200.0] * 8 + [0.0] * 20

    assert said(ended)[1][0] < 120


def test_series_of_other_lengths_do_not_move_a_forecast() -> None:
    alone, _ = expected(histories([YEAR * 4]), 6), None
    beside = expected(histories([YEAR * 2, YEAR * 4, [3.0], YEAR * 9]), 6)

    assert np.allclose(alone[1][0], beside[1][1])
