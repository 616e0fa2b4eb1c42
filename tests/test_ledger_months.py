"""Steps by whole months."""

from datetime import date

from saldo.ledger.months import add_months, months


def test_a_day_the_month_lacks_becomes_its_last() -> None:
    assert add_months(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert add_months(date(2028, 1, 31), 1) == date(2028, 2, 29)
    assert add_months(date(2026, 3, 31), -1) == date(2026, 2, 28)
    assert add_months(date(2026, 12, 15), 1) == date(2027, 1, 15)


def test_months_run_from_the_first_day_to_the_last_both_included() -> None:
    found = list(months(date(2025, 12, 24), date(2026, 2, 1)))

    assert [each.month for each in found] == [
        date(2025, 12, 1),
        date(2026, 1, 1),
        date(2026, 2, 1),
    ]
    assert found[2].last_day == date(2026, 2, 28)
    assert found[0].next_month == found[1].month
    assert found[1].month_no == found[0].month_no + 1
