"""The run-rate of many series at once, with ranges that sum (rules 29, 31)."""

import time

import numpy as np
import pytest

from saldo.forecast.histories import Matrix, histories
from saldo.forecast.pools import PATHS, bounds, drawn_rows
from saldo.forecast.running import RunRates, run_rates

MONTHS, AHEAD = 48, 12


def accounts_made_up(count: int, seed: int = 7) -> tuple[Matrix, Matrix]:
    """Four series an account: steady, seasonal, mostly zeros with bursts, with a level shift."""
    source = np.random.default_rng(seed)
    months = np.arange(MONTHS + AHEAD)
    level = np.exp(source.normal(8, 1, (count, 4, 1)))
    noise = np.exp(source.normal(0, 0.25, (count, 4, len(months))))
    # what moves an account moves all its series
    noise *= np.exp(np.cumsum(source.normal(0, 0.03, (count, 1, len(months))), axis=2))
    values = level * noise
    values[:, 1] *= 1 + 0.4 * np.sin(months * np.pi / 6)
    values[:, 2] *= source.random((count, len(months))) < 0.25
    shift = source.integers(6, MONTHS - 6, (count, 1))
    values[:, 3] *= np.where(months >= shift, source.uniform(0.6, 1.8, (count, 1)), 1)
    flat = values.reshape(count * 4, -1)
    return flat[:, :MONTHS], flat[:, MONTHS:]


def of(values: Matrix) -> RunRates:
    every = np.arange(len(values))
    return run_rates(values, AHEAD, accounts=every // 4, groups=every % 4)


def sums(rates: RunRates, names: list[str], rows: np.ndarray) -> np.ndarray:
    """The paths of a sum of series: PATHS × months."""
    total = np.zeros((PATHS, AHEAD))
    for row in rows:
        drawn = drawn_rows(names[row // 4])
        total += (
            rates.expected[row] + rates.scale[row] * rates.calibration.pools[rates.pool[row]][drawn]
        )
    return total


def test_the_range_of_an_accounts_total_holds_what_it_says() -> None:
    values, came = accounts_made_up(300)
    rates = of(values)
    names = [str(number) for number in range(300)]

    inside, widths = [], []
    for account in range(300):
        rows = np.arange(4) + 4 * account
        low, high = np.quantile(sums(rates, names, rows).sum(axis=1), (0.1, 0.9))
        inside.append(low <= came[rows].sum() <= high)
        widths.append((high - low) / came[rows].sum())

    assert np.mean(inside) == pytest.approx(0.80, abs=0.05)
    assert np.median(widths) < 0.6


def test_the_range_of_everything_is_narrower_than_added_ranges() -> None:
    values, _ = accounts_made_up(60)
    rates = of(values)
    names = [str(number) for number in range(60)]
    low, high = bounds(rates.calibration.pools, 0.8)

    total = np.quantile(sums(rates, names, np.arange(240)), (0.1, 0.9), axis=0)
    added = (rates.scale[:, None] * (high - low)[rates.pool]).sum(axis=0)

    assert ((total[1] - total[0]) * 1.5 < added).all()


def test_an_account_draws_each_row_once_and_always_the_same() -> None:
    rows = drawn_rows("AC-1001")

    assert sorted(rows) == list(range(PATHS))
    assert (rows == drawn_rows("AC-1001")).all()
    assert (rows != drawn_rows("AC-1002")).any()


def test_it_beats_last_years_month_and_the_mean_looking_back() -> None:
    values, _ = accounts_made_up(200)

    said = of(values).backtest.said

    def error(of_each_month: Matrix) -> float:
        off = (of_each_month - values[:, -12:]).reshape(200, 4, 12).sum(axis=1)
        return float(
            np.mean(np.abs(off).sum(axis=1) / values[:, -12:].reshape(200, 48).sum(axis=1))
        )

    missed = error(said)
    assert missed < 0.9 * error(values[:, -24:-12])
    assert missed < 0.96 * error(values[:, :-12].mean(axis=1, keepdims=True))


def test_one_account_alone_has_a_range() -> None:
    values, _ = accounts_made_up(1)

    rates = of(values)
    low, high = bounds(rates.calibration.pools, 0.8)

    assert (rates.scale > 0).all()
    assert (low[rates.pool] < 0).all()
    assert (high[rates.pool] > 0).all()


def test_a_flat_history_has_next_to_no_range_and_an_empty_one_none() -> None:
    rates = run_rates(histories([[500.0] * 36, [], [0.0] * 36]), AHEAD)

    assert rates.scale[0] < 1
    assert rates.scale[1:].tolist() == [0.0, 0.0]


def test_one_customer_is_answered_at_once() -> None:
    values, _ = accounts_made_up(100)
    calibration = of(values).calibration
    groups = np.arange(4)

    began = time.process_time()
    run_rates(values[:4], AHEAD, groups=groups, calibration=calibration)

    assert time.process_time() - began < 0.050
