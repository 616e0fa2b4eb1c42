"""Filters, parsed once at the door."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from saldo.reporting import BadFilter, Filters, default_as_of
from saldo.warehouse import Freshness

TODAY = date(2026, 11, 22)


def test_an_address_gives_filters_and_filters_give_the_address() -> None:
    query = {
        "customer": "10012,10013",
        "as_of": "2026-10-31",
        "known_at": "2026-11-01T12:30:00",
        "from": "2026-10-01",
        "to": "2026-10-31",
        "currency": "SEK",
        "status": "overdue",
        "bucket": "31-60",
        "search": "0042",
        "baseline": "requested",
        "aged_by": "issue",
        "steps": "6x15",
        "site": "S-1",
        "category": "hardware",
        "contract": "SA-1",
        "outcome": "billed_twice",
    }

    filters = Filters.from_query(query, TODAY)

    assert filters.customers == ("10012", "10013")
    assert filters.known_at == datetime(2026, 11, 1, 12, 30)
    assert (filters.start, filters.end) == (date(2026, 10, 1), date(2026, 10, 31))
    assert filters.to_query() == query


def test_nothing_given_means_the_default_day_and_all_else_open() -> None:
    assert Filters.from_query({"status": " ", "page": "2"}, TODAY) == Filters(as_of=TODAY)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("as_of", "2026-02-30"),
        ("as_of", "yesterday"),
        ("known_at", "noon"),
        ("from", "2026-13-01"),
        ("currency", "KRONOR"),
        ("currency", "XXQ"),
        ("status", "open; drop table"),
        ("bucket", "0-30"),
        ("baseline", "promised"),
        ("aged_by", "payment"),
        ("steps", "3x1"),
        ("outcome", "wrong"),
    ],
)
def test_a_bad_value_is_named_with_its_field(field: str, value: str) -> None:
    with pytest.raises(BadFilter) as caught:
        Filters.from_query({field: value}, TODAY)

    assert (caught.value.field, caught.value.value) == (field, value)
    assert value in str(caught.value)


def test_a_period_does_not_end_before_it_begins() -> None:
    with pytest.raises(BadFilter, match="from"):
        Filters.from_query({"from": "2026-11-02", "to": "2026-11-01"}, TODAY)


def test_a_search_of_any_length_is_refused() -> None:
    with pytest.raises(BadFilter, match="search"):
        Filters.from_query({"search": "x" * 201}, TODAY)


def test_an_account_number_may_hold_a_comma() -> None:
    filters = Filters(as_of=TODAY, customers=("A,1", "B%2C"))

    assert Filters.from_query(filters.to_query(), TODAY) == filters


def test_knowledge_of_a_day_is_that_of_its_end_and_an_offset_is_taken_as_written() -> None:
    by_day = Filters.from_query({"known_at": "2026-11-01"}, TODAY)
    with_offset = Filters.from_query({"known_at": "2026-11-01T08:00:00+05:00"}, TODAY)

    assert by_day.known_at == datetime(2026, 11, 1, 23, 59, 59, 999999)
    assert with_offset.known_at == datetime(2026, 11, 1, 8)


def test_a_currency_may_be_typed_small() -> None:
    assert Filters.from_query({"currency": "sek"}, TODAY).currency == "SEK"


def test_the_default_day_is_the_earlier_of_today_and_the_datas_end() -> None:
    loaded = datetime(2026, 11, 22, 6)

    assert default_as_of(Freshness("b", loaded, date(2013, 12, 31)), TODAY) == date(2013, 12, 31)
    assert default_as_of(Freshness("b", loaded, date(2027, 1, 1)), TODAY) == TODAY
    assert default_as_of(Freshness("b", loaded, None), TODAY) == TODAY
