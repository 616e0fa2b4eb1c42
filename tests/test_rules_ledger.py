"""Items, allocations, open amounts and balances."""

from tests.staging import built, texts

OPEN = """
    select document_no, sum(e.amount) as open
    from item_events e join items i using (item_id)
    where event_date <= cast($as_of as date) and e.closed_on > cast($as_of as date)
    group by document_no order by document_no
"""
BALANCE = """
    select customer_no, currency, balance from daily_balance
    where balance_date <= cast($as_of as date) and until > cast($as_of as date)
    order by customer_no, currency
"""


def test_what_was_settled_after_a_day_is_open_on_it_rule_8() -> None:
    con = built(
        invoices="""
            invoice_no customer_no issue_date due_date   currency amount
            1001       C1          2026-01-10 2026-02-09 SEK      1000.00
        """,
        payments="""
            payment_no customer_no payment_date currency amount
            P1         C1          2026-02-15   SEK      1000.00
        """,
        allocations="""
            allocation_no source_no target_no amount  applied_on
            A1            P1        1001      1000.00 2026-02-20
        """,
    )

    assert texts(con, OPEN, as_of="2026-02-14") == ["1001 1000"]
    assert texts(con, OPEN, as_of="2026-02-19") == ["1001 1000", "P1 -1000"]
    assert texts(con, OPEN, as_of="2026-02-20") == []
    assert texts(con, "select distinct closed_on from items") == ["2026-02-20"]
