"""The range of a sum (rule 31): drawn together, never added bounds."""

from decimal import Decimal

from saldo.forecast.paths import band, error_paths
from saldo.forecast.runrate import run_rate

ERRORS = [Decimal(error) for error in (-90, -40, -10, 0, 5, 20, 35, 80)]


def test_the_same_errors_always_give_the_same_range() -> None:
    once = error_paths({"C1": [ERRORS]}, months=12)
    again = error_paths({"C1": [ERRORS]}, months=12)

    assert (once == again).all()


def test_a_year_ranges_less_than_its_months_added() -> None:
    paths = error_paths({"C1": [ERRORS]}, months=12)

    low, high = band(Decimal(1200), paths.sum(axis=1), "SEK")
    month_low, month_high = band(Decimal(100), paths[:, 0], "SEK")

    assert high - low < 12 * (month_high - month_low)


def test_categories_of_one_account_move_together_and_accounts_apart() -> None:
    together = error_paths({"C1": [ERRORS, ERRORS]}, months=1)
    apart = error_paths({"C1": [ERRORS], "C2": [ERRORS]}, months=1)

    assert together.std() > apart.std()


def test_a_series_without_errors_adds_nothing() -> None:
    assert not error_paths({"C1": [[]]}, months=3).any()


def test_the_amount_lies_within_its_range() -> None:
    high_only = error_paths({"C1": [[Decimal(50)] * 5]}, months=1)

    assert band(Decimal("10.10"), high_only[:, 0], "SEK") == (Decimal("10.10"), Decimal("60.10"))


def test_a_run_rates_errors_make_paths() -> None:
    errors = run_rate([Decimal(1), Decimal(2), Decimal(3)], ahead=1, currency="SEK").errors

    assert error_paths({"C1": [errors]}, months=2).shape == (500, 2)


def test_a_range_does_not_go_below_what_is_known() -> None:
    paths = error_paths({"C1": [ERRORS]}, months=1)

    low, _ = band(Decimal(100), paths[:, 0], "SEK", least=Decimal(95))

    assert low == Decimal(95)
