"""Findings and ties (rules 1, 5, 9, 10, 13, 36, 37)."""

from decimal import Decimal

import duckdb
import pytest

from etl import checks
from tests.staging import built, texts

INVOICE = """
    invoice_no customer_no issue_date due_date   currency amount
    1          C1          2026-01-10 2026-02-09 SEK      100
"""


def found(con: duckdb.DuckDBPyConnection, code: str) -> list[str]:
    checks.run(con)
    told = "select customer_no, subject, params from meta.findings where code = $code order by all"
    return texts(con, told, code=code)


def test_good_data_gives_no_finding() -> None:
    assert checks.run(built(invoices=INVOICE)) == 0


def test_rule_36_a_total_unlike_its_lines_and_vat_is_found_with_the_difference() -> None:
    con = built(
        invoices="""
            invoice_no customer_no issue_date due_date   currency amount net_amount vat_amount
            1          C1          2026-01-10 2026-02-09 SEK      125.50 100        25
            2          C1          2026-01-10 2026-02-09 SEK      125    100        25
            3          C1          2026-01-10 2026-02-09 SEK      125    -          -
            4          C1          2026-01-10 2026-02-09 SEK      125    90         25
        """,
        invoice_lines="""
            invoice_no line_no net_amount vat_amount
            1          1       100        25
            2          1       60         15
            2          2       40         10
            3          1       80         20
            4          1       100        25
        """,
    )

    assert found(con, "document_total") == [
        'C1 1 {"class":"invoice","what":"total","stated":"125.5000","found":"125.0000",'
        '"difference":"0.5000"}',
        'C1 3 {"class":"invoice","what":"total","stated":"125.0000","found":"100.0000",'
        '"difference":"25.0000"}',
        'C1 4 {"class":"invoice","what":"net","stated":"90.0000","found":"100.0000",'
        '"difference":"-10.0000"}',
    ]


def test_rule_1_a_total_with_more_decimals_than_its_currency_is_found() -> None:
    con = built(
        invoices="""
            invoice_no customer_no issue_date due_date   currency amount
            1          C1          2026-01-10 2026-02-09 JPY      100.5
            2          C1          2026-01-10 2026-02-09 SEK      100.505
            3          C1          2026-01-10 2026-02-09 KWD      100.505
        """
    )

    assert [line.split()[1] for line in found(con, "too_many_decimals")] == ["1", "2"]


def test_rule_5_numbers_that_differ_only_by_leading_zeros_are_found() -> None:
    con = built(
        invoices="""
            class       invoice_no customer_no issue_date due_date   currency amount
            invoice     007        C1          2026-01-10 2026-02-09 SEK      100
            invoice     7          C2          2026-01-10 2026-02-09 SEK      100
            credit_note 07         C1          2026-01-10 -          SEK      -1
        """
    )

    assert found(con, "leading_zeros") == [
        'C1 007 {"class":"invoice","without_zeros":"7"}',
        'C2 7 {"class":"invoice","without_zeros":"7"}',
    ]


def test_rule_13_derived_due_dates_are_counted_by_customer() -> None:
    con = built(
        invoices="""
            invoice_no customer_no issue_date currency amount
            1          C1          2026-01-10 SEK      100
            2          C1          2026-01-10 SEK      100
        """
    )

    assert found(con, "derived_due_date") == ['C1 C1 {"documents":2}']


def test_rule_37_one_bank_reference_on_several_payments_is_found() -> None:
    con = built(
        payments="""
            payment_no customer_no payment_date currency amount bank_reference
            1          C1          2026-01-10   SEK      100    B1
            2          -           2026-01-10   SEK      100    B1
            3          C1          2026-01-10   SEK      100    B2
        """
    )

    assert [line.split()[1] for line in found(con, "duplicate_bank_reference")] == ["1", "2"]


def test_rule_37_money_without_a_customer_stands_on_no_account() -> None:
    con = built(
        payments="""
            payment_no customer_no payment_date currency amount
            1          -           2026-01-10   SEK      100
        """
    )

    assert texts(con, "select count(*) from ledger_entries") == ["0"]
    assert [line.split()[:2] for line in found(con, "payment_without_customer")] == [["-", "1"]]


def test_rows_without_their_parent_are_found_and_settle_nothing() -> None:
    con = built(
        invoices=INVOICE,
        invoice_lines="""
            invoice_no line_no net_amount
            9          1       100
            9          2       100
        """,
        allocations="""
            allocation_no source_no target_no amount
            A1            P9        1         100
        """,
    )

    assert found(con, "without_parent") == [
        '- 9 {"table":"invoice_lines","parent":"invoices","rows":2}'
    ]
    assert [line.split()[:2] for line in found(con, "allocation_without_document")] == [
        ["C1", "A1"]
    ]


def test_odd_dates_periods_and_parents_are_found() -> None:
    con = built(
        customers="""
            customer_no name parent_no
            C1          C1   C2
            C2          C2   C1
        """,
        invoices="""
            invoice_no customer_no issue_date due_date   currency amount
            1          C1          2026-01-10 2026-01-09 SEK      100
            2          C1          2027-01-10 2027-02-09 SEK      100
        """,
        invoice_lines="""
            invoice_no line_no net_amount service_start service_end
            1          1       100        2026-02-01    2026-01-01
        """,
        instalments="""
            invoice_no instalment_no due_date   amount
            1          A             2026-02-01 90
        """,
    )
    checks.run(con)

    codes = "select code, subject from meta.findings order by all"
    assert texts(con, codes) == [
        "dated_ahead 2",
        "due_before_issue 1",
        "instalments_differ 1",
        "parent_circle C1",
        "parent_circle C2",
        "service_period_unusable 1",
    ]
    assert texts(con, "from customer_ancestors") == ["C1 C1", "C1 C2", "C2 C1", "C2 C2"]


@pytest.mark.parametrize(
    ("damage", "tie", "difference"),
    [
        ("update daily_balance set movement = movement + 1", "events_move_as_the_balance", "-1"),
        ("update daily_balance set balance = balance + 1", "daily_balance_ends_at_the_ledger", "1"),
        ("update item_events set amount = amount - 1", "events_move_as_the_balance", "-1"),
        ("update item_events set closed_on = '2026-05-01'", "closed_items_are_settled", "100"),
        ("update invoices set amount = 90", "ledger_is_what_the_sources_say", "10"),
        ("delete from ledger_entries", "daily_balance_ends_at_the_ledger", "100"),
    ],
)
def test_rule_10_a_broken_tie_stops_the_load_and_names_the_account(
    damage: str, tie: str, difference: str
) -> None:
    con = built(invoices=INVOICE)
    con.execute(damage)

    with pytest.raises(checks.TieBroken, match="customer C1, SEK") as broken:
        checks.run(con)

    assert broken.value.tie == tie
    assert broken.value.difference == Decimal(difference)
