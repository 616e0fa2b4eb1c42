"""The first screen's figures, what changed, the portfolio, what needs attention, search."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from saldo.reporting import Books
from saldo.reporting.accounts import credit_use, customers, portfolio, summary
from saldo.reporting.attention import attention, returned_machines
from saldo.reporting.balances import balance
from saldo.reporting.bridge import bridge_rows, changes
from saldo.reporting.contracts import notice_deadlines
from saldo.reporting.due_signals import signals_due
from saldo.reporting.finding import search
from saldo.warehouse import Scope
from tests.marts import ACME, books_of, on, texts

DAY = on("2026-03-31")


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Books:
    """A group of two accounts with every kind of trouble in SEK, and one invoice in EUR."""
    return books_of(
        tmp_path_factory.mktemp("accounts"),
        customers="""
            customer_no name parent_no rep_no fiscal_year_start
            C1 Acme C0 R1 5
            C2 Beta C0 R2 -
            C0 Group - R1 -""",
        reps="""
            rep_no name
            R1 Rut""",
        invoices="""
            invoice_no class customer_no issue_date due_date currency amount
            F1 invoice C1 2026-01-10 2026-02-09 SEK 1000
            F2 invoice C1 2026-03-15 2026-04-30 SEK 500
            F3 invoice C1 2026-03-16 2026-05-01 SEK 40
            F4 invoice C2 2026-03-16 2026-03-30 SEK 60
            F5 invoice C2 2026-03-16 2026-03-30 EUR 7
            K1 credit_note C1 2026-03-20 - SEK -30
            R1 interest_invoice C1 2026-03-21 2026-04-20 SEK 5""",
        invoice_lines="""
            invoice_no class line_no net_amount serial_no service_start service_end
            F1 invoice 1 100 M1 2026-01-01 2026-01-31
            F2 invoice 1 100 M1 2026-02-01 2026-02-28
            F2 invoice 2 100 M1 2026-03-01 2026-03-31
            K1 credit_note 1 -24 M1 2026-03-01 2026-03-31
            F3 invoice 1 100 M2 2026-03-01 2026-03-31
            F3 invoice 2 100 M3 2026-03-01 2026-03-31
            F3 invoice 3 100 M4 2026-03-01 2026-03-31""",
        disputes="""
            dispute_no invoice_no amount opened_on
            D1 F1 250 2026-03-01""",
        payments="""
            payment_no customer_no payment_date currency amount
            P1 C1 2026-03-25 SEK 20
            P2 C2 2026-03-26 SEK 10""",
        settlements="""
            settlement_no kind customer_no settled_on currency amount
            S1 write_off C1 2026-03-27 SEK 1""",
        allocations="""
            allocation_no source_class source_no target_no amount
            A1 payment P2 F3 10""",
        orders="""
            order_no customer_no ordered_on currency purchase_order
            O-500 C1 2026-01-02 SEK PO-9""",
        order_lines="""
            order_no line_no quantity requested_on description
            O-500 1 1 2026-02-02 Pump""",
        promises="""
            order_no line_no given_on promised_on
            O-500 1 2026-01-05 2026-02-02
            O-500 1 2026-01-20 2026-03-16
            O-500 1 2026-02-10 2026-04-13""",
        contracts="""
            contract_no customer_no currency start_on end_on notice_months renews renewal_months
            A1 C1 SEK 2024-07-01 2026-06-30 2 true 12
            A2 C1 SEK 2024-07-01 2026-07-31 2 true 12
            A3 C1 SEK 2024-07-01 2026-06-30 2 false -""",
        contract_charges="""
            contract_no charge_no amount period_months start_on end_on serial_no
            A1 1 100 1 2024-07-01 - M1
            A1 2 100 3 2024-07-01 - -
            A1 3 999 1 2024-07-01 2025-12-31 -""",
        contract_notices="""
            contract_no notice_no serial_no given_on effective_on
            A1 1 M1 2026-01-01 2026-02-15
            A1 2 M2 2026-01-10 -
            A1 3 M4 2026-01-01 2026-02-15""",
        machines="""
            serial_no customer_no contract_no installed_on removed_on
            M1 C1 A1 2024-07-01 2026-02-10
            M2 C1 A1 2024-07-01 2026-02-10
            M3 C1 A1 2024-07-01 2026-02-10
            M4 C1 A1 2024-07-01 2026-04-15""",
    )


def test_the_figures_of_the_first_screen(books: Books) -> None:
    """Rules 9, 11, 14; due on 2026-04-30 is within 30 days, 2026-05-01 is not."""
    answer = summary(books, ACME, DAY)

    shown = ("balance", "overdue", "due_soon", "unapplied", "disputed")
    assert texts(answer, "currency", *shown) == ["SEK 1484 1000 505 -51 250"]
    assert texts(answer, "open_invoiced", "open_credits") == ["1535 -30"]
    counts = ("open_invoices", "overdue_invoices", "disputed_invoices", "oldest_due", "next_due")
    assert texts(answer, *counts) == ["4 1 1 2026-02-09 2026-04-20"]


def test_due_on_the_day_is_not_overdue_yet(books: Books) -> None:
    """Rule 11."""
    assert texts(summary(books, ACME, on("2026-02-09")), "overdue", "due_soon") == ["0 1000"]
    assert texts(summary(books, ACME, on("2026-02-10")), "overdue", "due_soon") == ["1000 0"]


def test_several_accounts_sum_per_currency_and_never_across(books: Books) -> None:
    """Rule 2."""
    answer = summary(books, Scope(groups=("C0",)), DAY)

    assert texts(answer, "currency", "balance", "overdue") == ["EUR 7 7", "SEK 1544 1060"]


def test_opening_and_steps_make_the_closing_balance(books: Books) -> None:
    answer = changes(books, ACME, DAY)

    assert texts(answer, "step", "amount", "entries") == [
        "opening 1000 1",
        "invoices 540 2",
        "interest_invoices 5 1",
        "credit_notes -30 1",
        "payments -20 1",
        "other_settlements -1 1",
        "transfers -10 1",
        "exchange 0 0",
        "closing 1484 8",
    ]
    since = changes(books, ACME, replace(DAY, start=date(2026, 3, 21)))
    assert texts(since, "step", "amount")[:2] == ["opening 1510", "invoices 0"]


def test_a_step_of_the_bridge_opens_the_rows_that_sum_to_it(books: Books) -> None:
    invoices = bridge_rows(books, ACME, DAY, "invoices")

    assert texts(invoices, "entry_date", "document_no", "amount") == [
        "2026-03-15 F2 500",
        "2026-03-16 F3 40",
    ]
    for row in changes(books, ACME, DAY).iter_rows(named=True):
        if row["step"] not in ("opening", "closing"):
            behind = bridge_rows(books, ACME, DAY, row["step"])
            assert sum(behind["amount"], Decimal(0)) == row["amount"]


def test_a_credit_limit_is_used_by_the_balance_in_its_currency_alone(tmp_path: Path) -> None:
    """Rule 2; a balance below zero uses none of it."""
    books = books_of(
        tmp_path,
        customers="""
            customer_no name credit_limit currency
            C1 Acme 1000 SEK
            C2 Beta 500 SEK
            C3 Gamma - SEK""",
        invoices="""
            invoice_no customer_no issue_date due_date currency amount
            F1 C1 2026-01-10 2026-02-09 SEK 400
            F2 C1 2026-01-10 2026-02-09 EUR 999
            F3 C3 2026-01-10 2026-02-09 SEK 400""",
        payments="""
            payment_no customer_no payment_date currency amount
            P1 C2 2026-01-25 SEK 20""",
    )

    answer = credit_use(books, Scope(customers=("C1", "C2", "C3")), DAY)

    assert texts(answer, "customer_no", "credit_limit", "used", "headroom") == [
        "C1 1000 400 600",
        "C2 500 0 500",
    ]


def test_the_portfolio_shows_each_account_per_currency_with_its_changes(books: Books) -> None:
    answer = portfolio(books, Scope(reps=("R1", "R2")), DAY)

    shown = ("customer_no", "currency", "balance", "overdue", "balance_change", "overdue_change")
    assert texts(answer, *shown) == [
        "C2 EUR 7 7 7 7",
        "C1 SEK 1484 1000 484 0",
        "C2 SEK 60 60 60 60",
    ]
    assert texts(answer.filter(customer_no="C1"), "oldest_days_overdue", "disputed") == ["50 250"]


def test_an_account_names_its_group_only_to_those_who_see_the_group(books: Books) -> None:
    """Rule 32."""
    own = customers(books, ACME, DAY)
    group = customers(books, Scope(groups=("C0",)), DAY)

    assert texts(own, "name", "parent_no", "parent_name", "rep_name") == ["Acme C0 - Rut"]
    assert texts(group, "name", "parent_name", "currencies", "fiscal_year_start") == [
        "Acme Group SEK 5",
        "Beta Group EUR,SEK 1",
        "Group - - 1",
    ]


def test_what_needs_attention_is_at_most_five_rows_the_most_urgent_kind_first(
    books: Books,
) -> None:
    answer = attention(books, ACME, DAY)

    assert texts(answer, "kind", "amount", "currency", "count", "number", "date") == [
        "overdue 1000 SEK 1 - 2026-02-09",
        "notice 400 SEK - A1 2026-04-30",
        "returned_billed 122.43 SEK 1 - 2026-02-15",
        "disputed 250 SEK 1 - -",
        "slipped - - 2 O-500 2026-04-13",
    ]
    assert attention(books, Scope(), DAY).is_empty()


def test_no_signal_is_found_on_a_day_on_which_it_is_not_due(books: Books) -> None:
    everyone = Scope(unlimited="every account")
    for day in ("2025-12-31", "2026-01-31", "2026-03-01", "2026-03-31", "2026-04-30", "2026-06-30"):
        due = signals_due(books, everyone, on(day))
        found = {
            "slipped": books.ask("slipped_orders", everyone, on(day)),
            "notice": notice_deadlines(books, everyone, on(day)),
            "returned_billed": returned_machines(books, everyone, on(day)),
            "found": books.ask("found_open", everyone, on(day)),
        }
        assert {kind for kind, rows in found.items() if rows.height} <= due

    assert signals_due(books, everyone, DAY) == {"slipped", "notice", "returned_billed", "found"}
    assert signals_due(books, Scope(), DAY) == frozenset()


def test_each_kind_has_a_row_before_a_kind_has_two(books: Books) -> None:
    group = attention(books, Scope(groups=("C0",)), DAY)
    subsidiary = attention(books, Scope(customers=("C2",)), DAY)

    assert group["kind"].n_unique() == 5
    assert texts(subsidiary, "kind", "currency") == ["overdue EUR", "overdue SEK"]


def test_a_deadline_is_counted_from_the_last_notice_day_and_costs_a_renewal(
    books: Books,
) -> None:
    """Rule 25: A1 must be given notice by 2026-04-30; A3 ends by itself. 4 × 100:
    the charge of M1 has stopped by its own notice (rule 26)."""
    found = {
        day: texts(notice_deadlines(books, ACME, on(day)), "contract_no", "last_notice_day")
        for day in ("2026-03-30", "2026-03-31", "2026-04-30", "2026-05-01")
    }

    assert found == {
        "2026-03-30": [],
        "2026-03-31": ["A1 2026-04-30"],
        "2026-04-30": ["A1 2026-04-30"],
        "2026-05-01": ["A2 2026-05-31"],
    }
    assert texts(notice_deadlines(books, ACME, DAY), "renewal_cost", "term_end") == [
        "400 2026-06-30"
    ]
    assert texts(notice_deadlines(books, ACME, on("2027-04-15")), "contract_no", "term_end") == [
        "A1 2027-06-30"
    ]


def test_a_machine_is_billed_too_long_only_after_its_liability_ended(books: Books) -> None:
    """Rule 26: M1 to the agreed day, M2 two months from notice, M3 no notice, M4 still there.

    Of M1, 13 of 28 days of February (46.43) and March less what was credited (76) are to claim.
    """
    shown = ("serial_no", "liable_until", "amount")

    assert texts(returned_machines(books, ACME, DAY), *shown) == ["M1 2026-02-15 122.43"]
    assert returned_machines(books, ACME, on("2026-02-09")).is_empty()


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("F1", ["invoice F1"]),
        ("o-50", ["order O-500"]),
        ("po-9", ["order O-500"]),
        ("m2", ["machine M2", "invoice F3"]),
        (" a1 ", ["contract A1"]),
        ("100%", []),
        ("_", []),
        ("", []),
    ],
)
def test_a_part_of_any_number_is_found_the_whole_one_first(
    books: Books, typed: str, found: list[str]
) -> None:
    assert texts(search(books, ACME, DAY, typed), "kind", "number") == found


def test_search_stops_at_twenty_the_whole_number_first_then_the_newest(tmp_path: Path) -> None:
    rows = [
        {
            "invoice_no": f"F{number}",
            "customer_no": "C1",
            "issue_date": "2026-01-01",
            "currency": "SEK",
            "amount": 1,
        }
        for number in range(30)
    ]
    whole = [{**rows[0], "invoice_no": no, "issue_date": f"2026-01-{no}"} for no in ("07", "17")]
    books = books_of(tmp_path, invoices=[*rows, *whole, {**whole[1], "invoice_no": "7"}])

    assert search(books, ACME, DAY, "f").height == 20
    assert texts(search(books, ACME, DAY, "7"), "number")[:3] == ["7", "17", "07"]


def test_the_same_figure_has_the_same_value_in_every_question(books: Books) -> None:
    group = Scope(groups=("C0",))
    by_account = balance(books, group, DAY).filter(currency="SEK")

    assert by_account["overdue"].sum() == summary(books, group, DAY)["overdue"][1]
    assert (
        by_account["balance"].sum()
        == portfolio(books, group, DAY).filter(currency="SEK")["balance"].sum()
    )
