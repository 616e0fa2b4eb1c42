"""Orders: promises and slips, late now, on time by named baseline (rules 19 to 22)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from saldo.reporting import Books
from saldo.reporting.orders import (
    delivery_weeks,
    late_now,
    on_time,
    on_time_parts,
    order_counts,
    orders,
    promises,
    summed,
)
from tests.marts import ACME, books_of, on, texts


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Books:
    """O1 slips twice and comes in parts; O2 is on time; O3 cancelled; S1, S2: shipments only."""
    return books_of(
        tmp_path_factory.mktemp("orders"),
        customers="""
            customer_no name country
            C1 Acme SE""",
        orders="""
            company_no order_no customer_no ordered_on currency purchase_order
            1 O1 C1 2026-01-02 SEK PO-1
            1 O2 C1 2026-01-02 SEK -
            1 O3 C1 2026-01-02 SEK -
            2 S1 C1 2026-01-02 SEK -
            2 S2 C1 2026-01-02 SEK -""",
        order_lines="""
            company_no order_no line_no quantity unit_price requested_on description site_no
            1 O1 1 10 100 2026-02-02 Pump -
            1 O2 1 1 100 2026-02-03 Valve S9
            1 O3 1 1 100 2026-02-03 Hose -
            2 S1 1 1 100 2026-02-10 Tool -
            2 S2 1 3 100 2026-02-12 Tool -""",
        promises="""
            company_no order_no line_no given_on promised_on status
            1 O1 1 2026-01-05 2026-02-02 AP
            1 O1 1 2026-01-20 2026-02-16 CA
            1 O1 1 2026-01-25 - RE
            1 O1 1 2026-02-10 2026-03-02 CA
            1 O2 1 2026-01-05 2026-02-05 CA
            1 O2 1 2026-01-09 2026-02-04 CA""",
        delivery_events="""
            company_no order_no line_no event_no kind event_on quantity
            1 O1 1 1 shipped 2026-02-26 4
            1 O1 1 2 delivered 2026-02-27 4
            1 O1 1 3 delivered 2026-03-05 6
            1 O2 1 1 delivered 2026-02-04 1
            1 O3 1 1 cancelled 2026-01-15 -
            2 S1 1 1 shipped 2026-02-09 1
            2 S2 1 1 shipped 2026-02-11 2""",
    )


def state(books: Books, day: str, order: str, *columns: str) -> str:
    answer = orders(books, ACME, on(day))
    return texts(answer.filter(order_no=order), *columns)[0]


def test_every_promise_is_kept_and_a_later_date_is_a_slip(books: Books) -> None:
    """Rule 19; a refusal promises nothing, an earlier date is no slip."""
    shown = ("requested", "first_confirmed", "latest_confirmed", "promises", "slips", "slip_days")

    assert state(books, "2026-06-30", "O1", *shown) == "2026-02-02 2026-02-02 2026-03-02 3 2 28"
    assert state(books, "2026-06-30", "O2", *shown) == "2026-02-03 2026-02-05 2026-02-04 2 0 -1"


def test_an_order_is_shown_as_it_stood_on_the_day(books: Books) -> None:
    """Rule 7: promises, shipments and deliveries after the day are not known on it."""
    shown = ("milestone", "latest_confirmed", "slips", "shipped", "delivered", "delivered_qty")

    assert state(books, "2026-01-03", "O1", *shown) == "created - 0 - - 0"
    assert state(books, "2026-01-24", "O1", *shown) == "confirmed 2026-02-16 1 - - 0"
    assert state(books, "2026-02-27", "O1", *shown) == "shipped 2026-03-02 2 2026-02-26 - 4"
    assert state(books, "2026-03-05", "O1", *shown)[:9] == "delivered"
    assert state(books, "2026-03-05", "O1", "delivered", "delivered_qty") == "2026-03-05 10"
    assert orders(books, ACME, on("2026-01-01")).is_empty()


def test_late_now_is_not_complete_although_the_date_has_passed(books: Books) -> None:
    """Rule 20: a part is not enough, and due on the day is not late."""
    assert "O1" not in late_now(books, ACME, on("2026-03-02"))["order_no"].to_list()
    late = late_now(books, ACME, on("2026-03-03"))
    assert texts(late.filter(order_no="O1"), "late_days", "late_business_days") == ["1 1"]
    assert texts(late_now(books, ACME, on("2026-06-30")), "order_no") == ["S2"]


def test_late_days_stop_when_all_of_it_has_come(books: Books) -> None:
    assert state(books, "2026-06-30", "O1", "late_days", "is_late") == "3 False"
    assert state(books, "2026-06-30", "O2", "late_days") == "0"
    assert state(books, "2026-06-30", "O3", "late_days", "milestone") == "- cancelled"


def test_business_days_late_follow_the_sites_calendar(books: Books) -> None:
    """Rule 22: weekends, Good Friday and Easter Monday do not count."""
    assert state(books, "2026-02-16", "S2", "late_days", "late_business_days") == "4 2"
    assert state(books, "2026-04-06", "S2", "late_days", "late_business_days") == "53 35"


def test_the_baseline_can_be_chosen_by_name(books: Books) -> None:
    by_request = orders(books, ACME, on("2026-06-30", baseline="requested"))

    assert texts(by_request.filter(order_no="O1"), "due_on", "late_days") == ["2026-02-02 31"]


def test_where_only_shipments_are_known_the_figure_is_called_shipped(books: Books) -> None:
    """Rule 20: on time names its baseline; cancelled lines are left out."""
    answer = on_time(books, ACME, on("2026-06-30", start=date(2026, 1, 1), end=date(2026, 6, 30)))

    assert texts(answer, "measure", "baseline", "lines", "on_time", "in_full") == [
        "delivered requested 2 0 2",
        "delivered first_confirmed 2 1 2",
        "delivered latest_confirmed 2 1 2",
        "shipped requested 2 1 1",
    ]


def test_what_is_not_due_yet_is_neither_on_time_nor_late(books: Books) -> None:
    answer = on_time(books, ACME, on("2026-02-12", start=date(2026, 1, 1), end=date(2026, 6, 30)))

    assert texts(answer.filter(measure="shipped"), "baseline", "lines", "on_time") == [
        "requested 1 1"
    ]


def test_weeks_are_iso_weeks_named_by_their_monday(books: Books) -> None:
    """Rule 21."""
    answer = delivery_weeks(books, ACME, on("2026-02-20"))

    assert texts(answer, "week", "measure", "lines", "on_time", "late", "late_now", "to_come") == [
        "2026-02-02 delivered 1 1 0 0 0",
        "2026-02-09 shipped 2 1 0 1 0",
        "2026-03-02 delivered 1 0 0 0 1",
    ]


def test_the_track_of_promises_says_each_slip(books: Books) -> None:
    track = promises(books, ACME, on("2026-02-01", search="o1"))

    assert texts(track, "position", "given_on", "promised_on", "slip_days") == [
        "1 2026-01-05 2026-02-02 -",
        "2 2026-01-20 2026-02-16 14",
    ]


@pytest.mark.parametrize(
    ("chosen", "found"),
    [
        ({"status": "open"}, ["S2"]),
        ({"status": "delivered"}, ["O1", "S1", "O2"]),
        ({"status": "cancelled"}, ["O3"]),
        ({"search": "po-1"}, ["O1"]),
        ({"search": "valve"}, ["O2"]),
        ({"start": date(2026, 1, 3)}, []),
    ],
)
def test_order_lines_are_chosen_by_state_part_of_a_number_and_order_date(
    books: Books, chosen: dict[str, object], found: list[str]
) -> None:
    assert texts(orders(books, ACME, on("2026-06-30", **chosen)), "order_no") == found


def test_slipped_are_lines_still_open_that_were_moved(books: Books) -> None:
    assert texts(orders(books, ACME, on("2026-02-20", status="slipped")), "order_no") == ["O1"]
    assert orders(books, ACME, on("2026-06-30", status="slipped")).is_empty()


@pytest.mark.parametrize("baseline", ["requested", "first_confirmed", "latest_confirmed"])
@pytest.mark.parametrize("day", ["2026-02-12", "2026-06-30"])
def test_what_on_time_is_counted_over_opens_as_rows(books: Books, baseline: str, day: str) -> None:
    """Rule 20: as many lines, and as many of them in time; a line without that date is not in."""
    asked = on(day, baseline=baseline, status="due")

    rows, counts = orders(books, ACME, asked), on_time(books, ACME, asked)

    in_time = rows.filter(pl.col("completed") <= pl.col("due_on"))
    assert rows.height == counts.filter(baseline=baseline)["lines"].sum() > 0
    assert in_time.height == counts.filter(baseline=baseline)["on_time"].sum()


def test_the_period_of_what_was_due_is_of_due_dates(books: Books) -> None:
    asked = on("2026-06-30", status="due", start=date(2026, 2, 4), end=date(2026, 2, 4))

    assert texts(orders(books, ACME, asked), "order_no") == ["O2"]
    assert texts(promises(books, ACME, asked), "promised_on") == ["2026-02-05", "2026-02-04"]


def test_lines_are_counted_by_how_they_stand_each_measure_for_itself(books: Books) -> None:
    shown = ("measure", "lines", "open", "late", "slipped", "slipped_twice", "delivered")

    assert texts(order_counts(books, ACME, on("2026-02-20", status="late")), *shown) == [
        "delivered 3 1 0 1 1 1",
        "shipped 2 1 1 0 0 1",
    ]


def test_what_comes_next_is_the_nearest_date_that_has_not_passed(books: Books) -> None:
    counts = order_counts(books, ACME, on("2026-02-20"))

    assert texts(counts, "next_due", "longest_late") == ["2026-03-02 -", "- 8"]


def test_lines_are_chosen_by_the_site_they_go_to(books: Books) -> None:
    assert texts(orders(books, ACME, on("2026-06-30", site="S9")), "order_no") == ["O2"]


def test_on_time_in_part_and_in_full_are_told_apart(books: Books) -> None:
    """Rule 20: four of O1's ten came by the first confirmed date it was moved to, all later."""
    asked = on("2026-06-30", start=date(2026, 1, 1), end=date(2026, 6, 30))
    shown = ("baseline", "lines", "on_time", "partly", "in_full")

    delivered = on_time(books, ACME, asked).filter(measure="delivered")

    assert texts(delivered, *shown) == [
        "requested 2 0 0 2",
        "first_confirmed 2 1 0 2",
        "latest_confirmed 2 1 1 2",
    ]


def test_the_parts_of_on_time_sum_to_it(books: Books) -> None:
    parts = on_time_parts(books, ACME, on("2026-06-30"))

    by_month = summed(parts.filter(baseline="latest_confirmed"), "month")
    assert texts(by_month, "month", "lines", "on_time") == ["2026-02-01 1 1", "2026-03-01 1 0"]
    by_site = summed(parts.filter(baseline="latest_confirmed"), "site_no")
    assert set(texts(by_site, "site_no", "lines")) == {"- 1", "S9 1"}


def test_lines_are_found_by_item_serial_number_site_and_date(tmp_path: Path) -> None:
    books = books_of(
        tmp_path,
        sites="""
            customer_no site_no name
            C1 S1 Norrlager""",
        orders="""
            order_no customer_no ordered_on site_no
            O1 C1 2026-01-02 S1
            O2 C1 2026-01-05 -
            O3 C1 2026-01-07 -""",
        order_lines="""
            order_no line_no quantity product_no requested_on
            O1 1 1 P-77 2026-02-02
            O2 1 1 P-88 2026-02-03
            O3 1 1 P-99 2026-02-04
            O3 2 1 P-99 2026-02-04""",
        delivery_events="""
            order_no line_no event_no kind event_on serial_nos
            O2 1 1 shipped 2026-02-01 SN-5""",
        invoices="""
            invoice_no customer_no issue_date currency amount
            F1 C1 2026-02-01 SEK 100""",
        invoice_lines="""
            invoice_no line_no net_amount order_no order_line_no serial_no
            F1 1 100 O3 2 SN-9""",
    )

    def found(text: str, day: str = "2026-06-30") -> list[str]:
        return texts(orders(books, ACME, on(day, search=text)), "order_no", "line_no")

    assert found("p-77") == ["O1 1"]
    assert found("norrlager") == ["O1 1"]
    assert found("S1") == ["O1 1"]
    assert found("2026-01-05") == ["O2 1"]
    assert found("2026-02-03") == ["O2 1"]
    assert found("sn-5") == ["O2 1"]
    assert found("sn-5", "2026-01-31") == []
    assert found("SN-9") == ["O3 2"]


def test_what_falls_due_in_a_week_opens_as_rows(books: Books) -> None:
    week = on("2026-02-20", status="planned", start=date(2026, 2, 9), end=date(2026, 2, 15))

    counted = delivery_weeks(books, ACME, on("2026-02-20")).filter(week=date(2026, 2, 9))
    assert orders(books, ACME, week).height == counted["lines"].sum() == 2


def test_a_closed_site_counts_no_business_day(tmp_path: Path) -> None:
    """Rule 22: closed from the 9th to the 13th, so only the 16th is a business day late."""
    books = books_of(
        tmp_path,
        site_closures="""
            customer_no site_no first_on last_on
            C1 - 2026-02-09 2026-02-13""",
        customers="""
            customer_no name country
            C1 Acme SE""",
        orders="""
            order_no customer_no ordered_on
            O1 C1 2026-01-02""",
        order_lines="""
            order_no line_no quantity requested_on
            O1 1 1 2026-02-06""",
    )

    late = late_now(books, ACME, on("2026-02-16"))

    assert texts(late, "late_days", "late_business_days") == ["10 1"]


def test_bad_orders_never_make_anything_late(tmp_path: Path) -> None:
    """A line of quantity nought, one cancelled, and one without any date are not waited for."""
    books = books_of(
        tmp_path,
        orders="""
            order_no customer_no ordered_on cancelled_on
            O1 C1 2026-01-02 -
            O2 C1 2026-01-02 2026-01-09""",
        order_lines="""
            order_no line_no quantity requested_on
            O1 1 0 2026-02-06
            O1 2 5 -
            O2 1 5 2026-02-06""",
    )

    assert late_now(books, ACME, on("2026-06-30")).is_empty()
    standing = orders(books, ACME, on("2026-06-30", status="open"))
    assert texts(standing, "order_no", "line_no") == ["O1 2"]
    assert on_time(books, ACME, on("2026-06-30")).is_empty()
