"""Business days of the site that receives (rule 22)."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from saldo.ledger.delivery import SiteCalendar

SWEDEN = SiteCalendar("SE")
DAY = timedelta(days=1)


def test_the_first_day_does_not_count_and_the_last_day_does() -> None:
    assert SWEDEN.business_days(date(2026, 11, 16), date(2026, 11, 16)) == 0
    assert SWEDEN.business_days(date(2026, 11, 16), date(2026, 11, 17)) == 1


def test_weekends_do_not_count() -> None:
    assert SWEDEN.business_days(date(2026, 11, 13), date(2026, 11, 23)) == 6


def test_midsummer_eve_christmas_eve_and_new_years_eve_are_days_off_in_sweden() -> None:
    assert SWEDEN.business_days(date(2026, 6, 18), date(2026, 6, 22)) == 1
    assert SWEDEN.business_days(date(2026, 12, 23), date(2026, 12, 28)) == 1
    assert SWEDEN.business_days(date(2026, 12, 30), date(2027, 1, 4)) == 1


def test_a_half_day_is_a_business_day() -> None:
    walpurgis_eve = date(2026, 4, 30)
    assert SWEDEN.business_days(date(2026, 4, 29), walpurgis_eve) == 1


def test_an_unknown_country_counts_monday_to_friday() -> None:
    assert SiteCalendar(None).business_days(date(2026, 12, 23), date(2026, 12, 28)) == 3


def test_an_earlier_day_is_no_business_days_away() -> None:
    assert SWEDEN.business_days(date(2026, 11, 16), date(2026, 11, 2)) == 0


def test_a_closed_day_does_not_count_once_more_where_it_is_a_day_off_already() -> None:
    closed = SiteCalendar("SE", ((date(2026, 12, 23), date(2026, 12, 27)),))

    assert closed.business_days(date(2026, 12, 21), date(2026, 12, 29)) == 3  # 22, 28, 29


def test_what_would_come_on_a_closed_day_comes_on_the_first_open_one() -> None:
    closed = SiteCalendar("SE", ((date(2026, 7, 6), date(2026, 7, 26)),))

    assert closed.open_from(date(2026, 7, 3)) == date(2026, 7, 3)
    assert closed.open_from(date(2026, 7, 4)) == date(2026, 7, 27)


def test_a_site_that_is_always_closed_moves_nothing() -> None:
    never = SiteCalendar("SE", ((date(2020, 1, 1), date(2030, 1, 1)),))

    assert never.open_from(date(2026, 7, 4)) == date(2026, 7, 4)


days = st.dates(date(2024, 1, 1), date(2027, 12, 31))


@given(
    days,
    st.integers(-5, 400),
    st.sampled_from(["SE", "NO", "DE", None, "XX"]),
    st.lists(st.tuples(days, st.integers(-3, 40)), max_size=3),
)
def test_business_days_are_the_open_days_counted_one_by_one(
    start: date, length: int, country: str | None, closed: list[tuple[date, int]]
) -> None:
    closures = tuple((first, first + extra * DAY) for first, extra in closed)
    calendar = SiteCalendar(country, closures)
    end = start + length * DAY

    one_by_one = sum(calendar.is_open(start + n * DAY) for n in range(1, length + 1))

    assert calendar.business_days(start, end) == one_by_one
