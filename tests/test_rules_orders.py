"""Orders: promises, slips, quantities, milestones (rules 19 to 21)."""

import pytest

from etl import checks
from tests.staging import built, texts

WANTED = ("order_milestones",)
ORDERS = """
    order_no customer_no ordered_on currency
    O1       C1          2026-01-01 SEK
"""
LINES = """
    order_no line_no quantity unit_price requested_on
    O1       1       10       5.50       2026-02-01
"""


def test_rule_19_every_promise_is_kept_and_a_later_date_is_a_slip() -> None:
    con = built(
        wanted=WANTED,
        orders=ORDERS,
        order_lines=LINES,
        promises="""
            order_no line_no given_on   promised_on status
            O1       1       2026-01-03 2026-02-10  CA
            O1       1       2026-01-20 2026-03-01  CA
            O1       1       2026-01-25 2026-02-20  CA
            O1       1       2026-02-15 2026-03-08  CA
        """,
    )

    promised = "select given_on, promised_on, position from order_promises order by position"
    assert texts(con, promised) == [
        "2026-01-03 2026-02-10 1",
        "2026-01-20 2026-03-01 2",
        "2026-01-25 2026-02-20 3",
        "2026-02-15 2026-03-08 4",
    ]
    kept = "requested, first_confirmed, latest_confirmed, promises, slips, slip_days"
    assert texts(con, f"select {kept} from order_milestones") == [
        "2026-02-01 2026-02-10 2026-03-08 4 2 26"
    ]


def test_rule_19_ap_confirms_the_requested_date_and_re_confirms_none() -> None:
    con = built(
        wanted=WANTED,
        orders=ORDERS,
        order_lines=LINES,
        promises="""
            order_no line_no given_on   promised_on status
            O1       1       2026-01-02 2026-01-30  RE
            O1       1       2026-01-03 -           AP
        """,
    )

    assert texts(con, "select first_confirmed, promises, milestone from order_milestones") == [
        "2026-02-01 1 confirmed"
    ]


def test_rule_20_delivered_is_the_day_the_cumulative_quantity_is_reached() -> None:
    con = built(
        wanted=WANTED,
        orders=ORDERS,
        order_lines=LINES,
        delivery_events="""
            order_no line_no event_no kind      event_on   quantity
            O1       1       1        shipped   2026-01-28 4
            O1       1       2        delivered 2026-01-30 4
            O1       1       3        shipped   2026-02-02 -
            O1       1       4        delivered 2026-02-05 5
            O1       1       5        delivered 2026-02-06 1
        """,
    )

    moved = "shipped, shipped_qty, first_delivered, delivered, delivered_qty, milestone"
    assert texts(con, f"select {moved} from order_milestones") == [
        "2026-02-02 10 2026-01-30 2026-02-06 10 delivered"
    ]


def test_rule_20_a_source_of_shipments_only_never_gives_a_delivered_date() -> None:
    con = built(
        wanted=WANTED,
        orders=ORDERS,
        order_lines=LINES,
        delivery_events="""
            order_no line_no event_no kind    event_on   quantity
            O1       1       1        shipped 2026-02-02 -
        """,
    )

    known = "select knows_delivery, shipped, delivered, milestone from order_milestones"
    assert texts(con, known) == ["False 2026-02-02 - shipped"]


@pytest.mark.parametrize(
    ("events", "milestone"),
    [
        ("", "created"),
        ("O1 1 1 confirmed 2026-01-05 -", "confirmed"),
        ("O1 1 1 back_ordered 2026-01-05 -", "back_ordered"),
        ("O1 1 1 back_ordered 2026-01-05 -\nO1 1 2 shipped 2026-01-07 3", "shipped"),
        ("O1 1 1 shipped 2026-01-05 3\nO1 1 2 back_ordered 2026-01-07 7", "back_ordered"),
        ("O1 1 1 shipped 2026-01-05 -\nO1 1 2 delivered 2026-01-07 -", "delivered"),
        ("O1 1 1 delivered 2026-01-05 4\nO1 1 2 cancelled 2026-01-07 -", "cancelled"),
        ("O1 1 1 cancelled 2026-01-04 6\nO1 1 2 delivered 2026-01-07 4", "delivered"),
    ],
)
def test_rule_21_a_line_stands_at_the_furthest_milestone_it_reached(
    events: str, milestone: str
) -> None:
    con = built(
        wanted=WANTED,
        orders=ORDERS,
        order_lines=LINES,
        delivery_events=f"order_no line_no event_no kind event_on quantity\n{events}",
    )

    assert texts(con, "select milestone from order_milestones") == [milestone]


def test_rule_21_a_delivered_line_that_is_billed_is_invoiced_on_its_first_invoice() -> None:
    con = built(
        wanted=WANTED,
        orders=ORDERS,
        order_lines="""
            order_no line_no quantity requested_on
            O1       1       10       2026-02-01
            O1       2       10       2026-02-01
        """,
        delivery_events="""
            order_no line_no event_no kind      event_on   quantity
            O1       1       1        delivered 2026-02-02 -
            O1       2       1        shipped   2026-02-02 -
        """,
        invoices="""
            invoice_no customer_no issue_date currency amount order_no
            1          C1          2026-02-03 SEK      100    O1
            2          C1          2026-02-20 SEK      100    O1
        """,
        invoice_lines="""
            invoice_no line_no net_amount order_no order_line_no
            1          1       80         O1       1
            2          1       80         O1       1
            2          2       80         O1       2
        """,
    )

    assert texts(con, "select line_no, invoiced, milestone from order_milestones order by 1") == [
        "1 2026-02-03 invoiced",
        "2 2026-02-20 shipped",
    ]


def test_rule_21_an_order_cancelled_as_a_whole_cancels_what_had_not_arrived() -> None:
    con = built(
        wanted=WANTED,
        orders="""
            order_no customer_no ordered_on cancelled_on
            O1       C1          2026-01-01 2026-01-09
        """,
        order_lines="""
            order_no line_no quantity
            O1       1       10
            O1       2       10
        """,
        delivery_events="""
            order_no line_no event_no kind      event_on
            O1       1       1        delivered 2026-01-07
        """,
    )

    assert texts(con, "select line_no, cancelled, milestone from order_milestones order by 1") == [
        "1 2026-01-09 delivered",
        "2 2026-01-09 cancelled",
    ]


def test_orders_that_cannot_be_are_findings_and_nobody_waits_for_them() -> None:
    con = built(
        orders=ORDERS,
        order_lines="""
            order_no line_no quantity requested_on
            O1       1       0        2026-02-01
            O1       2       3        2026-02-01
        """,
        delivery_events="""
            order_no line_no event_no kind      event_on   tracking_url
            O1       2       1        shipped   2026-01-02 javascript:alert(1)
            O1       2       2        delivered 2025-12-30 -
        """,
    )
    checks.run(con)

    found = "select code, params from meta.findings order by code"
    assert texts(con, found) == [
        'delivered_before_ordered {"line_no":"2","ordered_on":"2026-01-01",'
        '"event_on":"2025-12-30"}',
        'order_line_without_quantity {"line_no":"1","quantity":"0.0000000000"}',
        'unsafe_tracking_url {"line_no":"2"}',
    ]
    assert texts(con, "select milestone from order_milestones where line_no = '1'") == ["cancelled"]
