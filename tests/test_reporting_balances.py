"""Balance, open items, ageing and statement (rules 2, 8 to 11, 13, 16)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from saldo.reporting import BadFilter, Books
from saldo.reporting.accounts import tie
from saldo.reporting.balances import (
    ageing,
    ageing_totals,
    ageing_view,
    balance,
    balance_trend,
    open_items,
    statement,
    trend_totals,
)
from saldo.warehouse import Scope
from tests.marts import ACME, books_of, on, texts


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Books:
    """C1 pays late and in parts, in three currencies; C2 is a neighbour; C3 never bought."""
    return books_of(
        tmp_path_factory.mktemp("balances"),
        customers="""
            customer_no name
            C1 Acme
            C2 Neighbour
            C3 Quiet""",
        invoices="""
            invoice_no class customer_no issue_date due_date currency amount
            F1 invoice C1 2026-01-10 2026-02-09 SEK 1000
            F2 invoice C1 2026-02-15 2026-03-17 SEK 500.50
            K1 credit_note C1 2026-03-01 - SEK -200
            J1 invoice C1 2026-03-05 2026-04-04 JPY 12000
            W1 invoice C1 2026-03-06 2026-04-05 KWD 10.125
            G1 invoice C2 2026-01-10 2026-02-09 SEK 77777""",
        payments="""
            payment_no customer_no payment_date currency amount
            P1 C1 2026-02-20 SEK 600
            P2 C1 2026-03-20 SEK 450""",
        allocations="""
            allocation_no source_class source_no target_no amount applied_on
            A1 payment P1 F1 600 2026-02-20
            A2 payment P2 F1 400 2026-03-20
            A3 credit_note K1 F2 150 2026-04-10""",
    )


def test_the_balance_is_per_currency_and_never_added_across(books: Books) -> None:
    """Rules 2 and 9: SEK 1000 + 500.50 - 200 - 600 - 450."""
    answer = balance(books, ACME, on("2026-04-30"))

    assert texts(answer, "customer_no", "currency", "balance", "overdue", "unapplied") == [
        "C1 JPY 12000 12000 0",
        "C1 KWD 10.125 10.125 0",
        "C1 SEK 250.5 350.5 -100",
    ]


def test_what_was_settled_after_the_day_is_open_on_the_day(books: Books) -> None:
    """Rule 8, partial payments: F1 is open in full, then 400, then not at all."""
    open_on = {
        day: texts(open_items(books, ACME, on(day, currency="SEK")), "document_no", "open_amount")
        for day in ("2026-02-19", "2026-02-20", "2026-03-20")
    }

    assert open_on == {
        "2026-02-19": ["F1 1000", "F2 500.5"],
        "2026-02-20": ["F1 400", "F2 500.5"],
        "2026-03-20": ["F2 500.5", "K1 -200", "P2 -50"],
    }


def test_between_issue_and_payment_a_credit_note_is_not_netted_silently(books: Books) -> None:
    """Rule 9: K1 stands open until it is applied; applying it changes no balance."""
    before = balance(books, ACME, on("2026-04-09", currency="SEK"))
    after = balance(books, ACME, on("2026-04-10", currency="SEK"))

    assert texts(before, "balance", "overdue", "unapplied") == ["250.5 500.5 -250"]
    assert texts(after, "balance", "overdue", "unapplied") == ["250.5 350.5 -100"]


def test_a_document_of_tomorrow_is_not_there_today(books: Books) -> None:
    assert open_items(books, ACME, on("2026-01-09")).is_empty()
    assert texts(open_items(books, ACME, on("2026-01-10")), "document_no") == ["F1"]


def test_every_currency_ever_used_has_a_row_even_before_it_was(books: Books) -> None:
    answer = balance(books, ACME, on("2026-01-01"))

    assert texts(answer, "currency", "balance") == ["JPY 0", "KWD 0", "SEK 0"]


def test_an_account_without_movement_has_no_rows(books: Books) -> None:
    quiet, day = Scope(customers=("C3",)), on("2026-04-30")

    for ask in (balance, ageing, statement, open_items, balance_trend):
        assert ask(books, quiet, day).is_empty()


def test_all_seven_buckets_stand_per_currency_zeros_too_and_sum_to_the_balance(
    books: Books,
) -> None:
    """Rules 10 and 11."""
    answer = ageing(books, ACME, on("2026-04-30"))

    assert texts(answer.filter(currency="SEK"), "bucket", "amount") == [
        "not_due 0",
        "1-30 0",
        "31-60 350.5",
        "61-90 0",
        "91-120 0",
        "over_120 0",
        "unapplied -100",
    ]
    sums = answer.group_by("currency", maintain_order=True).agg(pl.col("amount").sum())
    assert texts(sums, "currency", "amount") == ["JPY 12000", "KWD 10.125", "SEK 250.5"]


@pytest.mark.parametrize(
    ("day", "bucket"),
    [
        ("2026-01-10", "not_due"),
        ("2026-02-09", "not_due"),
        ("2026-02-10", "1-30"),
        ("2026-03-11", "1-30"),
        ("2026-03-12", "31-60"),
        ("2026-04-10", "31-60"),
        ("2026-04-11", "61-90"),
        ("2026-05-10", "61-90"),
        ("2026-05-11", "91-120"),
        ("2026-06-09", "91-120"),
        ("2026-06-10", "over_120"),
        ("2027-06-10", "over_120"),
    ],
)
def test_due_on_the_day_is_not_overdue_and_buckets_change_after_30_60_90_120_days(
    books: Books, day: str, bucket: str
) -> None:
    """Rule 11, on an invoice due 2026-02-09."""
    neighbour = Scope(customers=("C2",))

    aged = ageing(books, neighbour, on(day))
    overdue = balance(books, neighbour, on(day))["overdue"].item()

    assert aged.filter(aged["amount"] != 0)["bucket"].to_list() == [bucket]
    assert overdue == (0 if bucket == "not_due" else 77777)


def test_by_invoice_date_the_total_is_the_same(books: Books) -> None:
    """Rule 11: 2026-04-30 is 74 days after F2's issue; credits stay unapplied."""
    aged = ageing(books, ACME, on("2026-04-30", currency="SEK", aged_by="issue"))

    shown = aged.filter(aged["amount"] != 0)
    assert texts(shown, "bucket", "amount") == ["61-90 350.5", "unapplied -100"]


def test_other_intervals_hold_the_same_balance(books: Books) -> None:
    """Rule 11: F2 is 44 days overdue, J1 26, W1 25."""
    aged = ageing(books, ACME, on("2026-04-30", steps="6x15"))

    shown = aged.filter(aged["amount"] != 0)
    assert texts(shown, "currency", "bucket", "amount") == [
        "JPY 16-30 12000",
        "KWD 16-30 10.125",
        "SEK 31-45 350.5",
        "SEK unapplied -100",
    ]
    assert aged.height == 3 * 9
    view = ageing_view(books, ACME, on("2026-04-30", steps="6x15"))
    assert view.equals(aged.drop("customer_no"))


def test_open_items_of_a_bucket_or_a_status_are_the_rows_behind_that_figure(books: Books) -> None:
    sek = {"currency": "SEK"}

    def numbers(**chosen: str) -> list[str]:
        return texts(open_items(books, ACME, on("2026-04-30", **sek, **chosen)), "document_no")

    assert numbers(bucket="31-60") == ["F2"]
    assert numbers(status="overdue") == ["F2"]
    assert numbers(status="unapplied") == ["K1", "P2"]
    assert numbers(status="due_soon") == []
    assert numbers(search="f2") == ["F2"]
    due_soon = open_items(books, ACME, on("2026-03-10", status="due_soon"))
    assert texts(due_soon, "document_no") == ["J1", "W1", "F2"]


def test_a_statement_opens_with_the_day_before_and_runs_to_the_closing_balance(
    books: Books,
) -> None:
    """Rule 16."""
    march = on("2026-04-30", start=date(2026, 3, 1), end=date(2026, 3, 31), currency="SEK")

    answer = statement(books, ACME, march)

    assert texts(answer, "line_kind", "date", "document_no", "amount", "balance") == [
        "opening 2026-02-28 - 0 900.5",
        "movement 2026-03-01 K1 -200 700.5",
        "movement 2026-03-20 P2 -450 250.5",
        "closing 2026-03-31 - 0 250.5",
    ]


def test_both_edges_of_a_statements_period_belong_to_it(books: Books) -> None:
    one_day = on("2026-04-30", start=date(2026, 3, 20), end=date(2026, 3, 20), currency="SEK")

    assert texts(statement(books, ACME, one_day), "line_kind", "balance") == [
        "opening 700.5",
        "movement 250.5",
        "closing 250.5",
    ]


def test_a_statement_has_opening_and_closing_for_each_currency_used_up_to_its_end(
    books: Books,
) -> None:
    february = on("2026-04-30", start=date(2026, 2, 1), end=date(2026, 2, 28))
    april = on("2026-04-30", start=date(2026, 4, 1), end=date(2026, 4, 30))

    assert texts(statement(books, ACME, february), "currency", "line_kind") == [
        "SEK opening",
        "SEK movement",
        "SEK movement",
        "SEK closing",
    ]
    assert texts(statement(books, ACME, april), "currency", "line_kind", "balance") == [
        "JPY opening 12000",
        "JPY closing 12000",
        "KWD opening 10.125",
        "KWD closing 10.125",
        "SEK opening 250.5",
        "SEK closing 250.5",
    ]


def test_a_statement_without_a_period_is_of_the_month(books: Books) -> None:
    answer = statement(books, ACME, on("2026-03-10", currency="SEK"))

    assert texts(answer, "date", "line_kind") == [
        "2026-02-28 opening",
        "2026-03-01 movement",
        "2026-03-10 closing",
    ]


def test_a_period_that_begins_after_the_day_is_refused(books: Books) -> None:
    with pytest.raises(BadFilter):
        statement(books, ACME, on("2026-03-10", start=date(2026, 3, 11)))


def test_the_trend_has_every_day_and_agrees_with_the_balance(books: Books) -> None:
    period = on("2026-03-21", start=date(2026, 3, 18), end=date(2026, 3, 21), currency="SEK")

    answer = balance_trend(books, ACME, period)

    assert texts(answer, "date", "balance") == [
        "2026-03-18 700.5",
        "2026-03-19 700.5",
        "2026-03-20 250.5",
        "2026-03-21 250.5",
    ]


def test_the_trends_default_is_the_year_up_to_the_day(books: Books) -> None:
    answer = balance_trend(books, ACME, on("2026-03-21", currency="SEK"))

    assert answer["date"].min() == date(2025, 3, 21)
    assert answer.height == 366


def test_the_trend_of_several_accounts_is_their_sum_per_currency(books: Books) -> None:
    both = Scope(customers=("C1", "C2"))
    period = on("2026-03-21", start=date(2026, 2, 1), end=date(2026, 3, 21), currency="SEK")

    steps = trend_totals(books, both, period)

    assert texts(steps, "date", "balance") == [
        "2026-02-01 78777",
        "2026-02-15 79277.5",
        "2026-02-20 78677.5",
        "2026-03-01 78477.5",
        "2026-03-20 78027.5",
        "2026-03-21 78027.5",
    ]


@pytest.mark.parametrize("day", ["2026-01-10", "2026-02-20", "2026-03-20", "2026-06-10"])
def test_ledger_open_items_and_buckets_tie_on_any_day(books: Books, day: str) -> None:
    """Rule 10, for one account and for a set."""
    for scope in (ACME, Scope(customers=("C1", "C2"))):
        counted = tie(books, scope, on(day))

        assert counted["difference"].to_list() == [Decimal(0)] * counted.height
        aged = ageing_totals(books, scope, on(day))
        totals = aged.group_by("currency", maintain_order=True).agg(pl.col("amount").sum())
        assert totals["amount"].to_list() == counted["balance"].to_list()


def test_instalments_age_one_by_one_and_a_missing_due_date_is_derived(tmp_path: Path) -> None:
    """Rule 13: terms of 10 days; a payment without a target settles the oldest instalment."""
    books = books_of(
        tmp_path,
        customers="""
            customer_no name terms_days
            C1 Acme 10""",
        invoices="""
            invoice_no customer_no issue_date due_date currency amount
            F1 C1 2026-01-01 - SEK 300
            F2 C1 2026-01-01 - SEK 50""",
        instalments="""
            invoice_no instalment_no due_date amount
            F1 1 2026-02-01 100
            F1 2 2026-03-01 100
            F1 3 2026-04-01 100""",
        payments="""
            payment_no customer_no payment_date currency amount
            P1 C1 2026-01-20 SEK 150""",
        allocations="""
            allocation_no source_no target_no amount
            A1 P1 F1 150""",
    )

    answer = open_items(books, ACME, on("2026-03-02"))

    assert texts(answer, "document_no", "instalment_no", "due_date", "open_amount", "bucket") == [
        "F2 - 2026-01-11 50 31-60",
        "F1 2 2026-03-01 50 1-30",
        "F1 3 2026-04-01 100 not_due",
    ]


def test_money_of_another_payer_moves_by_a_pair_and_both_accounts_tie(tmp_path: Path) -> None:
    """Rule 12."""
    books = books_of(
        tmp_path,
        invoices="""
            invoice_no customer_no issue_date due_date currency amount
            F1 C1 2026-01-01 2026-01-31 SEK 100""",
        payments="""
            payment_no customer_no payment_date currency amount
            P1 C2 2026-01-20 SEK 100""",
        allocations="""
            allocation_no source_no target_no amount applied_on
            A1 P1 F1 100 2026-01-25""",
    )
    payer = Scope(customers=("C2",))

    assert texts(balance(books, ACME, on("2026-01-24")), "balance") == ["100"]
    assert texts(balance(books, payer, on("2026-01-24")), "balance") == ["-100"]
    assert texts(balance(books, ACME, on("2026-01-25")), "balance") == ["0"]
    assert texts(balance(books, payer, on("2026-01-25")), "balance") == ["0"]
    month = on("2026-01-31")
    assert "movement transfer -100" in texts(
        statement(books, ACME, month), "line_kind", "kind", "amount"
    )
    assert "movement transfer 100" in texts(
        statement(books, payer, month), "line_kind", "kind", "amount"
    )
