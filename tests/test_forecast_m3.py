"""The forecast on other people's data: the M3 competition's monthly series."""

import pytest

from bench.forecast import forecasts
from bench.m3 import Competition, Scores, scores
from saldo import settings

FILE = settings.read().shared / "data" / "m3" / "m3_long.csv"
pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def measured() -> tuple[Scores, float]:
    task = Competition.read(FILE)
    said, seconds = forecasts(task)
    return scores(task, said), 1000 * seconds / len(task.names)


def test_it_beats_the_methods_of_the_competition(measured: tuple[Scores, float]) -> None:
    found, _ = measured

    assert found.smape <= 13.45
    assert found.mase <= 0.840


def test_its_ranges_hold_what_they_say(measured: tuple[Scores, float]) -> None:
    found, _ = measured

    assert found.inside80 == pytest.approx(0.80, abs=0.03)
    assert found.inside95 == pytest.approx(0.95, abs=0.02)
    assert found.msis95 <= 6.3


def test_a_series_costs_less_than_a_thousandth_of_a_second(
    measured: tuple[Scores, float],
) -> None:
    assert measured[1] <= 1
