"""The scripted accounts of the demo show what they were written for, whenever it ends."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from saldo.ledger.notice import last_notice_day
from tests.demo_books import (
    DemoBooks,
    by_key,
    day,
    demo_books,
    document_key,
    money,
    open_amounts,
    overdue,
)

ENDS = [
    (7, date(2026, 11, 22)),
    (8, date(2026, 11, 22)),
    (9, date(2026, 11, 22)),
    (7, date(2026, 11, 30)),
    (7, date(2028, 2, 29)),
    (11, date(2027, 1, 1)),
    (12, date(2026, 7, 31)),
]
FINANCE, PARENT, SUBSIDIARIES = "10012", "10020", ("10021", "10022", "10023")


@pytest.fixture(scope="module", params=ENDS, ids=lambda end: f"{end[0]}-{end[1]}")
def books(request: pytest.FixtureRequest) -> DemoBooks:
    seed, until = request.param
    return demo_books(seed=seed, until=until)


def own(books: DemoBooks, table: str) -> list[dict[str, str]]:
    return [row for row in books[table] if row["customer_no"] == FINANCE]


def test_the_finance_manager_owes_overdue_invoices_that_nobody_disputes(books: DemoBooks) -> None:
    owed = open_amounts(books, books.until)
    disputed = {document_key(row) for row in books["disputes"] if not row["closed_on"]}
    late = {
        row["invoice_no"]
        for row in own(books, "invoices")
        if row["due_date"]
        and day(row["due_date"]) < books.until
        and owed[document_key(row)] > 0
        and document_key(row) not in disputed
    }
    assert late == set(books.scenes["finance"]["overdue_invoices"])


def test_the_finance_manager_has_one_open_dispute_on_an_open_invoice(books: DemoBooks) -> None:
    numbers = {row["invoice_no"] for row in own(books, "invoices")}
    (dispute,) = (
        row for row in books["disputes"] if row["invoice_no"] in numbers and not row["closed_on"]
    )
    assert dispute["invoice_no"] == books.scenes["finance"]["disputed_invoice"]
    owed = open_amounts(books, books.until)
    assert 0 < money(dispute["amount"]) <= owed["invoice", dispute["invoice_no"]]


def test_the_finance_manager_has_an_open_credit_note_and_an_unapplied_payment(
    books: DemoBooks,
) -> None:
    scene, owed = books.scenes["finance"], open_amounts(books, books.until)
    assert owed["credit_note", scene["open_credit_note"]] < 0
    assert scene["unapplied_payment"] in {row["payment_no"] for row in own(books, "payments")}
    assert scene["unapplied_payment"] not in {row["source_no"] for row in books["allocations"]}


def test_the_finance_manager_waits_for_an_order_that_slipped_twice(books: DemoBooks) -> None:
    """Rule 19: a slip is a later date replacing an earlier one."""
    order_no = books.scenes["finance"]["slipped_order"]
    assert order_no in {row["order_no"] for row in own(books, "orders")}
    promises = by_key(books["promises"], "order_no", "line_no")
    for (order, _), rows in promises.items():
        if order == order_no:
            dates = [row["promised_on"] for row in sorted(rows, key=lambda row: row["given_on"])]
            assert len(dates) == 3
            assert dates[0] < dates[1] < dates[2]
    events = [row for row in books["delivery_events"] if row["order_no"] == order_no]
    assert {row["kind"] for row in events} == {"confirmed", "back_ordered"}


def test_three_machines_that_went_back_are_billed_to_this_day(books: DemoBooks) -> None:
    serials = books.scenes["finance"]["returned_machines"]
    machines = {row["serial_no"]: row for row in own(books, "machines")}
    assert len(serials) == 3
    for serial in serials:
        assert day(machines[serial]["removed_on"]) < books.until - timedelta(days=150)
        billed = [
            row["service_end"] for row in books["invoice_lines"] if row["serial_no"] == serial
        ]
        assert day(max(billed)) > books.until - timedelta(days=35)


def test_a_contract_has_its_last_notice_day_within_thirty_days(books: DemoBooks) -> None:
    """Rule 25."""
    near = {}
    for row in own(books, "contracts"):
        last = last_notice_day(day(row["end_on"]), int(row["notice_months"]))
        if books.until <= last <= books.until + timedelta(days=30):
            near[row["contract_no"]] = str(last)
            assert row["renews"] == "true"
    scene = books.scenes["finance"]
    assert scene["contract"] in near
    assert near[scene["contract"]] == scene["last_notice_day"]


def test_the_group_owes_in_several_currencies(books: DemoBooks) -> None:
    parents = {row["customer_no"]: row["parent_no"] for row in books["customers"]}
    assert {no for no, parent in parents.items() if parent == PARENT} == set(SUBSIDIARIES)
    owing = {
        (row["customer_no"], row["currency"])
        for row in books.truth["balances"]
        if row["customer_no"] in (PARENT, *SUBSIDIARIES) and money(row["balance"]) > 0
    }
    assert {no for no, _ in owing} == {PARENT, *SUBSIDIARIES}
    assert {currency for _, currency in owing} == {"SEK", "NOK", "EUR"}


def quarters(books: DemoBooks, customer_no: str) -> list[Decimal]:
    return [
        overdue(books, customer_no, books.until - timedelta(days=days)) for days in (180, 90, 0)
    ]


def test_the_reps_portfolio_has_two_accounts_in_trouble_and_one_improving(
    books: DemoBooks,
) -> None:
    scene = books.scenes["rep"]
    portfolio = {row["customer_no"] for row in books["customers"] if row["rep_no"] == "R02"}
    assert {*scene["worsening"], scene["improving"]} <= portfolio
    for customer_no in scene["worsening"]:
        half_a_year, quarter, now = quarters(books, customer_no)
        assert half_a_year < quarter < now
    half_a_year, quarter, now = quarters(books, scene["improving"])
    assert half_a_year > quarter > now == 0
