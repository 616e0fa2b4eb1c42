"""Notice days and the end of liability (rules 25, 26)."""

from datetime import date

from saldo.ledger.notice import committed_to, last_notice_day, liability_end, term_end


def test_the_last_notice_day_is_counted_from_the_day_after_the_end() -> None:
    assert last_notice_day(date(2026, 6, 30), 3) == date(2026, 3, 31)
    assert last_notice_day(date(2026, 12, 31), 1) == date(2026, 11, 30)
    assert last_notice_day(date(2026, 2, 28), 3) == date(2025, 11, 30)


def test_a_renewing_contract_runs_to_the_end_of_the_term_it_is_in() -> None:
    end = date(2024, 6, 30)

    assert term_end(end, 12, date(2024, 6, 30)) == date(2024, 6, 30)
    assert term_end(end, 12, date(2024, 7, 1)) == date(2025, 6, 30)
    assert term_end(end, 24, date(2026, 11, 22)) == date(2028, 6, 30)


def test_liability_ends_to_the_day_or_at_the_end_of_that_month() -> None:
    given = date(2026, 3, 15)

    assert liability_end(given, 3, to_month_end=False) == date(2026, 6, 15)
    assert liability_end(given, 3, to_month_end=True) == date(2026, 6, 30)


def test_rule_25_past_its_last_notice_day_a_contract_has_renewed() -> None:
    """End 2026-06-30, three months: notice on 31 March ends it, on 1 April a year later."""
    end = date(2026, 6, 30)

    assert committed_to(end, 12, 3, date(2026, 3, 31)) == end
    assert committed_to(end, 12, 3, date(2026, 4, 1)) == date(2027, 6, 30)
    assert committed_to(end, 1, 3, date(2026, 4, 1)) == date(2026, 7, 31)
    assert committed_to(end, 12, 0, date(2026, 7, 1)) == date(2027, 6, 30)


def test_terms_counted_from_a_months_end_keep_it() -> None:
    assert term_end(date(2026, 1, 30), 1, date(2026, 3, 1)) == date(2026, 3, 30)
