"""Documents, entries, balances, open items and ageing (rules 1 to 11)."""

from decimal import Decimal

import duckdb
import pytest

from tests.staging import built, rows, texts

BOOKS = ("item_events", "ledger_entries", "daily_balance", "invoice_status")
OPEN = """
    select i.document_no, sum(e.amount) as open
    from item_events e join items i using (item_id)
    where event_date <= cast($as_of as date) and e.closed_on > cast($as_of as date)
    group by i.document_no order by i.document_no
"""
BALANCE = """
    select customer_no, currency, balance from daily_balance
    where balance_date <= cast($as_of as date) and until > cast($as_of as date)
    order by customer_no, currency
"""
AGEING = """
    select b.bucket, sum(e.amount) as open
    from item_events e
    join rules.buckets b
        on case
            when e.due_date is null then b.bucket = 'unapplied'
            else b.bucket <> 'unapplied'
                and cast($as_of as date) - e.due_date >= coalesce(b.first_day, -99999)
                and cast($as_of as date) - e.due_date <= coalesce(b.last_day, 99999)
        end
    where event_date <= cast($as_of as date) and closed_on > cast($as_of as date)
    group by b.bucket, b.position order by b.position
"""


def test_rule_1_amounts_stay_exact_to_the_last_decimal() -> None:
    con = built(
        wanted=BOOKS,
        invoices="""
            invoice_no customer_no issue_date currency amount
            1          C1          2026-01-01 KWD      99999999999999.9999
            2          C1          2026-01-01 KWD      -0.0001
        """,
    )

    assert rows(con, "select balance from daily_balance") == [(Decimal("99999999999999.9998"),)]


def test_rule_2_currencies_are_never_added_together() -> None:
    con = built(
        wanted=BOOKS,
        invoices="""
            invoice_no customer_no issue_date currency amount
            1          C1          2026-01-01 SEK      100
            2          C1          2026-01-01 EUR      10
        """,
    )

    assert texts(con, BALANCE, as_of="2026-01-01") == ["C1 EUR 10", "C1 SEK 100"]


def test_rule_4_every_kind_of_entry_has_its_sign() -> None:
    con = built(
        wanted=BOOKS,
        invoices="""
            class            invoice_no customer_no issue_date currency amount
            invoice          1          C1          2026-01-01 SEK      100
            interest_invoice 1          C1          2026-01-01 SEK      100
            credit_note      1          C1          2026-01-01 SEK      -100
        """,
        payments="""
            payment_no kind           customer_no payment_date currency amount
            1          payment        C1          2026-01-01   SEK      100
            2          refund         C1          2026-01-01   SEK      100
            3          payment_return C1          2026-01-01   SEK      100
        """,
        settlements="""
            settlement_no kind                customer_no settled_on currency amount
            1             cash_discount       C1          2026-01-01 SEK      100
            2             withholding         C1          2026-01-01 SEK      100
            3             write_off           C1          2026-01-01 SEK      100
            4             rounding            C1          2026-01-01 SEK      -0.40
            5             exchange_difference C1          2026-01-01 SEK      7
        """,
    )

    assert texts(con, "select kind, amount from ledger_entries order by kind") == [
        "cash_discount -100",
        "credit_note -100",
        "exchange_difference 7",
        "interest_invoice 100",
        "invoice 100",
        "payment -100",
        "payment_return 100",
        "refund 100",
        "rounding -0.4",
        "withholding -100",
        "write_off -100",
    ]


def test_rule_5_company_class_and_number_as_text_make_a_document() -> None:
    con = built(
        wanted=BOOKS,
        invoices="""
            company_no class       invoice_no customer_no issue_date currency amount
            1          invoice     007        C1          2026-01-01 SEK      100
            1          invoice     7          C1          2026-01-01 SEK      200
            2          invoice     7          C1          2026-01-01 SEK      400
            1          credit_note 7          C1          2026-01-01 SEK      -800
        """,
    )

    assert rows(con, "select count(*), count(distinct item_id) from ledger_entries") == [(4, 4)]


def test_rule_6_a_later_load_is_a_new_version_and_the_newest_wins() -> None:
    con = built(
        wanted=BOOKS,
        invoices="""
            invoice_no customer_no issue_date currency amount _load
            1          C1          2026-01-01 SEK      100    1
            1          C1          2026-01-01 SEK      0      2
            2          C1          2026-01-01 SEK      50     2
        """,
    )

    assert texts(con, BALANCE, as_of="2026-01-01") == ["C1 SEK 50"]
    assert texts(con, OPEN, as_of="2026-01-01") == ["2 50"]
    assert rows(con, "select count(*) from staging.invoices") == [(3,)]


def test_rule_6_a_version_column_wins_over_the_order_of_loads() -> None:
    con = built(
        wanted=BOOKS,
        invoices="""
            invoice_no customer_no issue_date currency amount _load _version
            1          C1          2026-01-01 SEK      100    1     2026-02
            1          C1          2026-01-01 SEK      70     2     2026-01
        """,
    )

    assert texts(con, BALANCE, as_of="2026-01-01") == ["C1 SEK 100"]


def settled_later() -> duckdb.DuckDBPyConnection:
    return built(
        wanted=BOOKS,
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


def test_rule_8_what_was_settled_after_a_day_is_open_on_it() -> None:
    con = settled_later()

    assert texts(con, OPEN, as_of="2026-02-14") == ["1001 1000"]
    assert texts(con, OPEN, as_of="2026-02-19") == ["1001 1000", "P1 -1000"]
    assert texts(con, OPEN, as_of="2026-02-20") == []
    assert texts(con, "select distinct closed_on from items") == ["2026-02-20"]


@pytest.mark.parametrize(
    ("paid_on", "applied_on", "effective_on"),
    [
        ("2026-02-15", "-", "2026-02-15"),
        ("2026-01-05", "-", "2026-01-10"),
        ("2026-01-05", "2026-01-07", "2026-01-10"),
        ("2026-02-15", "2026-02-20", "2026-02-20"),
    ],
)
def test_rule_8_effective_is_the_latest_of_both_dates_and_the_application(
    paid_on: str, applied_on: str, effective_on: str
) -> None:
    con = built(
        wanted=BOOKS,
        invoices="""
            invoice_no customer_no issue_date currency amount
            1001       C1          2026-01-10 SEK      100
        """,
        payments=f"""
            payment_no customer_no payment_date currency amount
            P1         C1          {paid_on}   SEK      100
        """,
        allocations=f"""
            allocation_no source_no target_no amount applied_on
            A1            P1        1001      100    {applied_on}
        """,
    )

    assert texts(con, "select effective_on from allocations") == [effective_on]


def test_rule_9_allocating_changes_no_balance_and_unapplied_cash_is_in_it() -> None:
    con = settled_later()

    assert texts(con, BALANCE, as_of="2026-02-14") == ["C1 SEK 1000"]
    assert texts(con, BALANCE, as_of="2026-02-15") == ["C1 SEK 0"]
    assert texts(con, BALANCE, as_of="2026-02-20") == ["C1 SEK 0"]


def test_rule_9_a_balance_holds_until_the_next_movement() -> None:
    con = settled_later()

    assert texts(con, "select balance_date, movement, balance, until from daily_balance") == [
        "2026-01-10 1000 1000 2026-02-15",
        "2026-02-15 -1000 0 9999-12-31",
    ]


def test_rule_11_seven_buckets_sum_to_the_balance_and_due_today_is_not_overdue() -> None:
    con = built(
        wanted=BOOKS,
        invoices="""
            class       invoice_no customer_no issue_date due_date   currency amount
            invoice     1          C1          2026-01-01 2026-06-30 SEK      1
            invoice     2          C1          2026-01-01 2026-06-29 SEK      10
            invoice     3          C1          2026-01-01 2026-05-31 SEK      100
            invoice     4          C1          2026-01-01 2026-05-30 SEK      1000
            invoice     5          C1          2026-01-01 2026-03-02 SEK      10000
            invoice     6          C1          2026-01-01 2026-03-01 SEK      100000
            credit_note 7          C1          2026-01-01 2026-01-31 SEK      -7
        """,
        payments="""
            payment_no customer_no payment_date currency amount
            P1         C1          2026-06-01   SEK      8
        """,
    )

    assert texts(con, AGEING, as_of="2026-06-30") == [
        "not_due 1",
        "1-30 110",
        "31-60 1000",
        "91-120 10000",
        "over_120 100000",
        "unapplied -15",
    ]
    assert texts(con, BALANCE, as_of="2026-06-30") == ["C1 SEK 111096"]


def test_a_search_finds_a_document_by_its_lines_order_contract_and_machine() -> None:
    con = built(
        wanted=BOOKS,
        invoices="""
            invoice_no customer_no issue_date currency amount reference
            INV-1      C1          2026-01-01 SEK      100    4711
        """,
        invoice_lines="""
            invoice_no line_no net_amount purchase_order serial_no contract_no
            INV-1      1       40         PO-9           -         -
            INV-1      2       60         -              SN-3      K7
        """,
    )

    assert texts(con, "select lines, line_net, search_text from invoice_status") == [
        "2 100 inv-1 4711 po-9 sn-3 k7"
    ]
