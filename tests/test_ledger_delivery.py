"""Business days late (rule 22)."""

from datetime import date

from saldo.ledger.delivery import business_days_late


def test_the_due_day_does_not_count_and_the_last_day_does() -> None:
    assert business_days_late(date(2026, 11, 16), date(2026, 11, 16), "SE") == 0
    assert business_days_late(date(2026, 11, 16), date(2026, 11, 17), "SE") == 1


def test_weekends_do_not_count() -> None:
    assert business_days_late(date(2026, 11, 13), date(2026, 11, 23), "SE") == 6


def test_midsummer_eve_christmas_eve_and_new_years_eve_are_days_off_in_sweden() -> None:
    assert business_days_late(date(2026, 6, 18), date(2026, 6, 22), "SE") == 1
    assert business_days_late(date(2026, 12, 23), date(2026, 12, 28), "SE") == 1
    assert business_days_late(date(2026, 12, 30), date(2027, 1, 4), "SE") == 1


def test_a_half_day_is_a_business_day() -> None:
    walpurgis_eve = date(2026, 4, 30)
    assert business_days_late(date(2026, 4, 29), walpurgis_eve, "SE") == 1


def test_an_unknown_country_counts_monday_to_friday() -> None:
    assert business_days_late(date(2026, 12, 23), date(2026, 12, 28), None) == 3


def test_earlier_than_due_is_not_late() -> None:
    assert business_days_late(date(2026, 11, 16), date(2026, 11, 2), "SE") == 0
