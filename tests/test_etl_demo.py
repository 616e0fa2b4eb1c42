"""The demo company's files: the same every time, whole, and adding up."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from etl.demo import DEMO_PEOPLE, generate
from etl.demo.accounts import NoPriceList, TooFewCustomers
from saldo.intake.tables.registry import TABLES
from saldo.ledger.money import round_amount
from tests.demo_books import UNTIL, DemoBooks, by_key, day, demo_books, document_key, money

SMALL = {"customers": 24, "invoices": 900, "until": UNTIL}


@pytest.fixture(scope="module")
def books() -> DemoBooks:
    return demo_books(invoices=None, extra_currencies=("JPY", "KWD"))


def contents(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def _tables(files: dict[str, bytes]) -> set[str]:
    """The names of the files but the originals, which documents' numbers name."""
    return {name for name in files if not name.startswith("originals/")}


def test_the_same_options_give_the_same_bytes_and_another_seed_others(tmp_path: Path) -> None:
    for name, seed in (("one", 7), ("two", 7), ("three", 8)):
        generate(tmp_path / name, seed=seed, **SMALL)
    one, two, three = (contents(tmp_path / name) for name in ("one", "two", "three"))
    assert one == two
    assert _tables(one) == _tables(three)
    assert one["invoices.csv"] != three["invoices.csv"]


def test_every_canonical_table_is_a_file_with_exactly_its_columns(tmp_path: Path) -> None:
    made = generate(tmp_path, **SMALL)
    for name, table in TABLES.items():
        head, *rows = (tmp_path / f"{name}.csv").read_text(encoding="utf-8").split("\n")
        assert tuple(head.split(",")) == table.names
        assert len(rows) - 1 == made.rows[name]
    assert made.people.is_file()
    assert {path.name for path in made.truth.iterdir()} == {
        "balances.csv", "billing.csv", "canaries.csv", "scenes.json",
    }  # fmt: skip


def test_natural_keys_are_unique_and_required_cells_filled(books: DemoBooks) -> None:
    for name, table in TABLES.items():
        keys = [tuple(row[column] for column in table.key) for row in books[name]]
        assert len(keys) == len(set(keys)), name
        for column in table.columns:
            cells = {row[column.name] for row in books[name]}
            assert not (column.required and "" in cells), (name, column.name)
            assert not column.choices or cells <= {"", *column.choices}, (name, column.name)


@pytest.mark.parametrize(
    ("child", "columns", "parent", "parent_columns"),
    [
        ("customers", ("parent_no",), "customers", ("customer_no",)),
        ("customers", ("rep_no",), "reps", ("rep_no",)),
        ("sites", ("customer_no",), "customers", ("customer_no",)),
        ("contacts", ("customer_no",), "customers", ("customer_no",)),
        ("invoices", ("customer_no",), "customers", ("customer_no",)),
        ("invoices", ("order_no",), "orders", ("order_no",)),
        ("invoices", ("contract_no",), "contracts", ("contract_no",)),
        ("invoice_lines", ("class", "invoice_no"), "invoices", ("class", "invoice_no")),
        ("invoice_lines", ("product_no",), "products", ("product_no",)),
        ("invoice_lines", ("site_no",), "sites", ("site_no",)),
        ("invoice_lines", ("order_no", "order_line_no"), "order_lines", ("order_no", "line_no")),
        ("instalments", ("class", "invoice_no"), "invoices", ("class", "invoice_no")),
        ("disputes", ("class", "invoice_no"), "invoices", ("class", "invoice_no")),
        ("payments", ("customer_no",), "customers", ("customer_no",)),
        ("orders", ("customer_no", "site_no"), "sites", ("customer_no", "site_no")),
        ("order_lines", ("order_no",), "orders", ("order_no",)),
        ("promises", ("order_no", "line_no"), "order_lines", ("order_no", "line_no")),
        ("delivery_events", ("order_no", "line_no"), "order_lines", ("order_no", "line_no")),
        ("contract_charges", ("contract_no",), "contracts", ("contract_no",)),
        ("contract_clauses", ("contract_no",), "contracts", ("contract_no",)),
        ("contract_notices", ("contract_no", "serial_no"), "contract_charges",
         ("contract_no", "serial_no")),
        ("machines", ("customer_no", "site_no"), "sites", ("customer_no", "site_no")),
        ("machines", ("contract_no",), "contracts", ("contract_no",)),
        ("machine_moves", ("serial_no",), "machines", ("serial_no",)),
        ("maintenance_coverage", ("serial_no",), "machines", ("serial_no",)),
        ("service_visits", ("serial_no",), "machines", ("serial_no",)),
        ("budgets", ("customer_no",), "customers", ("customer_no",)),
    ],
)  # fmt: skip
def test_every_reference_leads_somewhere(
    books: DemoBooks,
    child: str,
    columns: tuple[str, ...],
    parent: str,
    parent_columns: tuple[str, ...],
) -> None:
    known = {tuple(row[column] for column in parent_columns) for row in books[parent]}
    named = {tuple(row[column] for column in columns) for row in books[child]}
    assert {key for key in named if key[-1]} <= known
    assert any(key[-1] for key in named)


def test_lines_and_vat_add_up_to_every_document(books: DemoBooks) -> None:
    """Rule 36."""
    lines = by_key(books["invoice_lines"], "class", "invoice_no")
    for row in books["invoices"]:
        own = lines[document_key(row)]
        assert sum(money(line["net_amount"]) for line in own) == money(row["net_amount"])
        assert sum(money(line["vat_amount"]) for line in own) == money(row["vat_amount"])
        assert money(row["net_amount"]) + money(row["vat_amount"]) == money(row["amount"])
        assert money(row["amount"]) == round_amount(money(row["amount"]), row["currency"])
        assert (money(row["amount"]) < 0) == (row["class"] == "credit_note")
        assert row["class"] != "interest_invoice" or money(row["vat_amount"]) == 0


def test_instalments_add_up_to_their_invoice(books: DemoBooks) -> None:
    amounts = {document_key(row): money(row["amount"]) for row in books["invoices"]}
    for key, rows in by_key(books["instalments"], "class", "invoice_no").items():
        assert sum(money(row["amount"]) for row in rows) == amounts[key[0], key[1]]


def entry_amounts(books: DemoBooks) -> dict[tuple[str, str], Decimal]:
    amounts = {document_key(row): abs(money(row["amount"])) for row in books["invoices"]}
    amounts |= {(row["kind"], row["payment_no"]): money(row["amount"]) for row in books["payments"]}
    amounts |= {
        ("settlement", row["settlement_no"]): abs(money(row["amount"]))
        for row in books["settlements"]
    }
    return amounts


def test_no_allocation_takes_more_than_either_side_has(books: DemoBooks) -> None:
    left = entry_amounts(books)
    for row in books["allocations"]:
        assert money(row["amount"]) > 0
        left[row["source_class"], row["source_no"]] -= money(row["source_amount"] or row["amount"])
        left[row["target_class"], row["target_no"]] -= money(row["amount"])
    assert min(left.values()) >= 0


def test_a_payment_in_another_currency_is_used_up_by_its_own_amount(books: DemoBooks) -> None:
    """Rule 12."""
    paid = {row["payment_no"]: row for row in books["payments"]}
    currency = {document_key(row): row["currency"] for row in books["invoices"]}
    foreign = [
        (paid[row["source_no"]], row)
        for row in books["allocations"]
        if row["source_no"] in paid
        and currency.get((row["target_class"], row["target_no"])) == "EUR"
        and paid[row["source_no"]]["currency"] == "SEK"
    ]
    assert foreign
    for payment, row in foreign:
        assert money(row["source_amount"]) == money(payment["amount"]) > money(row["amount"])


def test_no_allocation_is_applied_before_both_sides_exist(books: DemoBooks) -> None:
    """Rule 8."""
    since = {document_key(row): row["issue_date"] for row in books["invoices"]}
    since |= {(row["kind"], row["payment_no"]): row["payment_date"] for row in books["payments"]}
    since |= {
        ("settlement", row["settlement_no"]): row["settled_on"] for row in books["settlements"]
    }
    for row in books["allocations"]:
        source, target = (
            (row["source_class"], row["source_no"]),
            (row["target_class"], row["target_no"]),
        )
        assert max(since[source], since[target]) <= row["applied_on"] <= str(UNTIL)


def test_the_ledger_of_every_account_ends_at_the_balance_that_the_truth_names(
    books: DemoBooks,
) -> None:
    """Rules 4, 9 and 12: entries, with a pair for every payment of another account or currency."""
    home: dict[tuple[str, str], tuple[str, str]] = {}
    owed: dict[tuple[str, str], Decimal] = {}

    def enter(entry: tuple[str, str], row: dict[str, str], amount: Decimal) -> None:
        home[entry] = row["customer_no"], row["currency"]
        owed[home[entry]] = owed.get(home[entry], Decimal(0)) + amount

    for row in books["invoices"]:
        enter(document_key(row), row, money(row["amount"]))
    for row in books["payments"]:
        sign = -1 if row["kind"] == "payment" else 1
        enter((row["kind"], row["payment_no"]), row, sign * money(row["amount"]))
    for row in books["settlements"]:
        sign = 1 if row["kind"] == "rounding" else -1
        enter(("settlement", row["settlement_no"]), row, sign * money(row["amount"]))
    crossed = 0
    for row in books["allocations"]:
        source = home[row["source_class"], row["source_no"]]
        target = home[row["target_class"], row["target_no"]]
        if source != target:
            crossed += 1
            owed[source] += money(row["source_amount"] or row["amount"])
            owed[target] -= money(row["amount"])
    assert crossed
    named = {
        (row["customer_no"], row["currency"]): money(row["balance"])
        for row in books.truth["balances"]
    }
    assert named == owed


def test_every_customer_has_a_canary_of_its_own_on_every_kind_of_row(books: DemoBooks) -> None:
    canaries = {row["customer_no"]: row["canary"] for row in books.truth["canaries"]}
    owner = {canary: no for no, canary in canaries.items()}
    assert len(owner) == len(books["customers"])
    places = (
        ("customers", "street"), ("sites", "site_no"), ("invoices", "buyer_reference"),
        ("payments", "note"), ("orders", "buyer_reference"), ("contracts", "contract_no"),
        ("machines", "site_no"), ("settlements", "note"),
    )  # fmt: skip
    for table, column in places:
        for row in books[table]:
            assert canaries[row["customer_no"]] in row[column], (table, row)
    customer_of = {document_key(row): row["customer_no"] for row in books["invoices"]}
    for row in books["invoice_lines"]:
        assert canaries[customer_of[document_key(row)]] in row["buyer_reference"]


def test_nothing_is_dated_after_the_end_but_plans_and_promises(books: DemoBooks) -> None:
    dated = (
        ("invoices", "issue_date"), ("payments", "payment_date"), ("settlements", "settled_on"),
        ("orders", "ordered_on"), ("promises", "given_on"), ("delivery_events", "event_on"),
        ("disputes", "opened_on"), ("disputes", "closed_on"), ("machines", "installed_on"),
        ("machines", "removed_on"), ("machine_moves", "moved_on"), ("service_visits", "done_on"),
        ("contract_notices", "given_on"), ("exchange_rates", "rate_date"),
        ("index_values", "month"),
    )  # fmt: skip
    for table, column in dated:
        assert max(row[column] for row in books[table]) <= str(UNTIL), (table, column)
    assert day(min(row["issue_date"] for row in books["invoices"])) <= date(2021, 11, 22)


def test_rare_things_happen_too(books: DemoBooks) -> None:
    def values(table: str, column: str) -> set[str]:
        return {row[column] for row in books[table]}

    assert values("payments", "kind") == {"payment", "refund", "payment_return"}
    assert values("settlements", "kind") == {"cash_discount", "write_off", "rounding"}
    assert values("invoices", "class") == {"invoice", "credit_note", "interest_invoice"}
    assert values("invoices", "currency") == {"SEK", "EUR", "NOK", "DKK", "JPY", "KWD"}
    assert values("promises", "status") == {"AP", "CA", "RE"}
    assert values("delivery_events", "kind") == {
        "confirmed", "back_ordered", "shipped", "delivered", "cancelled",
    }  # fmt: skip
    assert values("contract_clauses", "kind") == {"index", "fixed"}
    assert values("contract_charges", "period_months") == {"1", "3", "12"}
    assert len(values("invoices", "payee_name")) == 2
    assert len(values("customers", "fiscal_year_start")) > 2


def test_most_invoices_are_paid_and_what_is_open_is_a_month_or_two_of_billing() -> None:
    books = demo_books(customers=60, invoices=None)
    assert 12_000 <= len(books["invoices"]) <= 20_000
    kronor = [row for row in books["invoices"] if row["currency"] == "SEK"]
    year = sum(money(row["amount"]) for row in kronor if row["issue_date"] > "2025-11-22")
    owed = sum(money(row["balance"]) for row in books.truth["balances"] if row["currency"] == "SEK")
    assert Decimal("0.8") < owed / (year / 12) < 2


def test_tomorrow_repeats_the_documents_of_today_under_the_same_numbers() -> None:
    today, tomorrow = (
        demo_books(until=until, invoices=None) for until in (date(2026, 11, 22), date(2026, 11, 23))
    )
    scripted = ("38", "98")
    before = {
        document_key(row): row
        for row in today["invoices"]
        if not row["invoice_no"].startswith(scripted)
    }
    after = {document_key(row): row for row in tomorrow["invoices"]}
    assert all(after[key] == row for key, row in before.items())


def test_options_that_cannot_be_met_say_so(tmp_path: Path) -> None:
    with pytest.raises(TooFewCustomers, match="at least 24 customers, not 5"):
        generate(tmp_path, customers=5, until=UNTIL)
    with pytest.raises(NoPriceList, match="no customers in USD"):
        generate(tmp_path, until=UNTIL, extra_currencies=("USD",))


def test_the_people_one_enters_as_are_contacts_and_reps_of_the_demo(books: DemoBooks) -> None:
    emails = {row["email"] for table in ("contacts", "reps") for row in books[table]}
    assert {person.email for person in DEMO_PEOPLE} <= emails
    assert len({person.key for person in DEMO_PEOPLE}) == 3
