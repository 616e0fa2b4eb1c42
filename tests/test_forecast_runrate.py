"""The run-rate of uncontracted spend (rules 29, 31)."""

from decimal import Decimal

from saldo.forecast.runrate import MEAN, SEASONAL, run_rate


def months(*amounts: int) -> list[Decimal]:
    return [Decimal(amount) for amount in amounts]


def test_under_a_year_the_forecast_is_the_mean_and_says_so() -> None:
    forecast = run_rate(months(100, 200, 301), ahead=2, currency="SEK")

    assert forecast.method == MEAN
    assert forecast.amounts == (Decimal("200.33"), Decimal("200.33"))


def test_from_a_year_on_half_is_the_same_month_and_half_the_last_year() -> None:
    history = months(*[0] * 11, 1200)

    forecast = run_rate(history, ahead=12, currency="SEK")

    assert forecast.method == SEASONAL
    assert forecast.amounts[0] == Decimal("50.00")
    assert forecast.amounts[11] == Decimal("650.00")


def test_the_same_month_is_the_mean_of_the_last_two_years() -> None:
    history = months(*[0] * 11, 600, *[0] * 11, 1200)

    forecast = run_rate(history, ahead=12, currency="SEK")

    assert forecast.amounts[11] == Decimal("500.00")  # (600 + 1200) / 4 + 1200 / 12 / 2


def test_a_forecast_beyond_a_year_repeats_the_seasons() -> None:
    forecast = run_rate(months(*range(1, 25)), ahead=13, currency="SEK")

    assert forecast.amounts[12] == forecast.amounts[0]


def test_amounts_are_whole_minor_units_of_their_currency() -> None:
    assert run_rate(months(1, 2), ahead=1, currency="JPY").amounts == (Decimal(2),)
    assert run_rate(months(1, 1, 2), ahead=1, currency="KWD").amounts == (Decimal("1.333"),)


def test_nothing_spent_forecasts_nothing_without_a_range() -> None:
    forecast = run_rate([], ahead=2, currency="SEK")

    assert forecast.amounts == (0, 0)
    assert forecast.band(0, "SEK") is None


def test_two_months_are_too_little_for_a_range() -> None:
    assert run_rate(months(100, 200), ahead=1, currency="SEK").band(0, "SEK") is None


def test_the_range_is_of_the_errors_it_would_have_made() -> None:
    steady = run_rate(months(*[100] * 36), ahead=1, currency="SEK")
    uneven = run_rate(months(*[50, 150] * 18), ahead=1, currency="SEK")

    assert steady.band(0, "SEK") == (100, 100)
    low, high = uneven.band(0, "SEK") or (0, 0)
    assert low < uneven.amounts[0] < high


def test_errors_look_only_at_months_before_the_one_forecast() -> None:
    quiet = months(*[100] * 24)

    errors = run_rate([*quiet, Decimal(500)], ahead=1, currency="SEK").errors

    assert errors[-1] == Decimal(400)
    assert set(errors[:-1]) == {Decimal(0)}


def test_a_range_does_not_go_below_nothing_unless_credits_once_did() -> None:
    spiky = months(*[0, 0, 0, 900] * 9)

    bands = [
        run_rate(history, ahead=1, currency="SEK").band(0, "SEK") or (None, None)
        for history in (spiky, [*spiky[:-1], Decimal(-900)])
    ]

    assert bands[0][0] == 0
    assert bands[1][0] is not None and bands[1][0] < 0
