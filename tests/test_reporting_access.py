"""Who sees what, decided inside every query (rule 32)."""

from __future__ import annotations

import ast
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlglot import exp, parse_one

import etl.models
from saldo.reporting import Books, Filters
from saldo.reporting.questions import foundations, question_names, question_text
from saldo.warehouse import Scope
from tests.marts import books_of

# Tables without customers' rows. Any other one is an account table, also one made tomorrow.
OPEN_TO_ALL = {
    *("companies", "reps", "products", "index_values", "former_accounts", "exchange_rates"),
    *("payment_pool", "order_lags", "error_pools", "forecast_origin"),  # all accounts as one
}
ROOT = Path(__file__).resolve().parent.parent

TABLES: dict[str, str] = {
    "customers": """
        customer_no name parent_no credit_limit currency
        C1 Own - - -
        C2 CANARY C1 1000 NOK""",
    "sites": """
        customer_no site_no name country
        C2 S CANARY SE""",
    "site_closures": """
        customer_no site_no first_on last_on reason
        C2 S 2026-07-06 2026-07-26 CANARY""",
    "invoices": """
        invoice_no customer_no issue_date due_date currency amount purchase_order order_no reference
        F1 C1 2026-01-10 2026-02-09 SEK 100 - - -
        CANARY-F C2 2026-01-10 2026-02-09 NOK 200 CANARY CANARY-O CANARY
        CANARY-G C2 2026-05-10 2026-06-20 NOK 200 CANARY - CANARY
        CANARY-H C2 2026-01-20 2026-02-20 NOK 10 - - -""",
    "invoice_lines": """
        invoice_no line_no net_amount description serial_no contract_no service_start service_end
        CANARY-F 1 160 CANARY CANARY-M CANARY-A 2026-03-01 2026-03-31
        CANARY-G 1 160 CANARY - - - -
        CANARY-G 2 -10 CANARY CANARY-X - - -""",
    "instalments": """
        invoice_no instalment_no due_date amount
        CANARY-G 1 2026-06-20 200""",
    "disputes": """
        dispute_no invoice_no amount opened_on reason
        D1 CANARY-F 50 2026-02-01 CANARY""",
    "payments": """
        payment_no customer_no payment_date currency amount note
        CANARY-P C2 2026-02-01 NOK 80 CANARY""",
    "allocations": """
        allocation_no source_no target_no amount
        A1 CANARY-P CANARY-F 60
        A2 CANARY-P CANARY-H 10""",
    "document_files": """
        invoice_no file_name
        CANARY-F CANARY.pdf""",
    "orders": """
        order_no customer_no ordered_on currency purchase_order site_no
        CANARY-O C2 2026-01-05 NOK CANARY S
        CANARY-Q C2 2026-01-05 NOK CANARY S""",
    "order_lines": """
        order_no line_no quantity unit_price requested_on description
        CANARY-O 1 5 40 2026-02-01 CANARY
        CANARY-Q 1 3 40 2026-02-15 CANARY""",
    "promises": """
        order_no line_no given_on promised_on
        CANARY-O 1 2026-01-06 2026-02-01
        CANARY-O 1 2026-01-20 2026-02-10
        CANARY-O 1 2026-02-05 2026-03-10""",
    "delivery_events": """
        order_no line_no event_no kind event_on quantity
        CANARY-O 1 1 delivered 2026-03-12 2
        CANARY-Q 1 1 delivered 2026-02-20 3""",
    "contracts": """
        contract_no customer_no currency start_on end_on notice_months renews renewal_months name
        CANARY-A C2 NOK 2025-01-01 2026-08-31 2 true 12 CANARY
        CANARY-B C2 NOK 2025-01-01 2026-08-31 2 true 12 CANARY""",
    "contract_charges": """
        contract_no charge_no amount period_months start_on category serial_no site_no
        CANARY-A 1 100 1 2025-01-01 CANARY - S
        CANARY-B 1 100 1 2025-01-01 CANARY CANARY-N S""",
    "contract_clauses": """
        contract_no clause_no kind index_name base_month first_on
        CANARY-A 1 index CANARY 2025-01-01 2026-01-01""",
    "index_values": """
        index_name month value
        CANARY 2026-01-01 102""",
    "contract_notices": """
        contract_no notice_no serial_no given_on effective_on
        CANARY-A 1 CANARY-M 2026-01-01 2026-02-15""",
    "machines": """
        serial_no customer_no contract_no installed_on removed_on model purchase_price currency
        CANARY-M C2 CANARY-A 2024-01-01 2026-02-10 CANARY - NOK
        CANARY-N C2 CANARY-B 2024-01-01 - CANARY 9 NOK
        CANARY-n C2 - - - CANARY - -""",
    "machine_moves": """
        serial_no moved_on kind to_site
        CANARY-N 2025-07-01 install S""",
    "maintenance_coverage": """
        serial_no start_on level
        CANARY-N 2025-07-01 CANARY""",
    "service_visits": """
        visit_no serial_no planned_on note
        1 CANARY-N 2025-07-01 CANARY""",
}
ASKED: dict[str, Any] = {
    "start": date(2025, 6, 1),
    "end": date(2026, 12, 31),
    "soon": 30,
    "since": date(2026, 3, 1),
    "company_no": "1",
    "class": "invoice",
    "invoice_no": "CANARY-F",
    "payment_no": "CANARY-P",
    "document_no": None,
    "document_id": None,
    "order_no": "CANARY-O",
    "scheduled_after": date(2026, 5, 1),
    "origin": date(2026, 5, 1),
    "search": "canary",
    "steps": ["opening", "invoices", "payments", "closing"],
    "step": None,
    "closed_in": [],
    "closed_days": [],
    "open_days": [],
    "months": 12,
    "window": 365,
    "into": "NOK",
    "written_id": 1,
    "claim_no": None,
    "finding": "CANARY-K",
    "invoices": ["CANARY-F"],
    "category": None,
    "contract_no": "CANARY-A",
    "serial_no": "CANARY-N",
    "model": None,
    "plain": "",
    "request_id": 1,
    "seen_on": date(2026, 6, 30),
}
AS_OF = Filters(as_of=date(2026, 6, 30))


def _claimed(document: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """A decision on a finding and a claim for another, of the same account."""
    what = {"customer_no": "C2", "company_no": "1", "currency": "NOK", "finding": "CANARY-K"}
    claim = {**what, "number": "CANARY-1", "seen_to": date(2026, 3, 1)}
    asked_back = {"claim_line": 1, "claim_amount": 40, "finding": "CANARY-L"}
    return {
        "desk_decisions": [{**what, "id": 1, "outcome": "x", "decision": "accepted"}],
        "desk_claims": [claim],
        "desk_claim_lines": [{**document, **claim, **asked_back}],
        "desk_claim_events": [{**claim, "kind": "sent", "reason": "CANARY"}],
    }


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Books:
    raised = {
        "company_no": "1",
        "class": "invoice",
        "invoice_no": "CANARY-F",
        "line_no": None,
        "customer_no": "C2",
        "amount": 40,
        "opened_on": date(2026, 3, 1),
        "closed_on": None,
        "reason": "CANARY",
        "id": 1,
    }
    asked = {**raised, "text": "CANARY", "topic": "CANARY", "asked_by_name": "CANARY"}
    written = {"desk_disputes": [raised], "desk_questions": [asked], **_claimed(raised)}
    return books_of(
        tmp_path_factory.mktemp("access"), desk=written | _requested(), forecast=True, **TABLES
    )


def _requested() -> dict[str, list[dict[str, Any]]]:
    """A change that C2 asked for, and that it was asked."""
    at = datetime(2026, 6, 1, 9)
    change = {"id": 1, "customer_no": "C2", "company_no": "1", "serial_no": "CANARY-N"}
    told = {"receipt_no": "CANARY", "kind": "remove", "note": "CANARY", "asked_at": at}
    event = {"id": 1, "request_id": 1, "customer_no": "C2", "event": "asked", "note": "CANARY"}
    kept = {"reconciliation_id": 1, "customer_no": "C2", "accounts": 1, "name": "CANARY"}
    return {
        "desk_changes": [change | told],
        "desk_change_events": [event | {"at": at}],
        "desk_issued": [{"document_id": 1, "customer_no": "C2", "accounts": 1, "kind": "CANARY"}],
        "desk_reconciliations": [kept | {"saved_by_name": "CANARY", "saved_at": at}],
    }


@pytest.mark.parametrize("name", question_names())
def test_each_question_joins_scope_to_each_account_table(name: str) -> None:
    tree = parse_one(question_text(name), dialect="duckdb")
    parts = {cte.alias for cte in tree.find_all(exp.CTE)} | set(foundations(name))

    unguarded = [
        table.name
        for select in tree.find_all(exp.Select)
        for table in _tables_of(select)
        if _is_account_table(table, parts) and not _is_scoped(select, table)
    ]

    assert not unguarded, f"{name}.sql reads {unguarded} without joining scope"
    assert not parts & set(etl.models.names()), "a part named like a table would hide it here"


def test_the_guard_finds_a_table_that_is_not_joined_to_scope() -> None:
    forgetful = "select * from items i left join scope using (customer_no) join sites s using (x)"
    select = parse_one(forgetful, dialect="duckdb").find(exp.Select)
    assert select is not None

    assert not any(_is_scoped(select, table) for table in _tables_of(select))


@pytest.mark.parametrize("name", question_names())
def test_an_empty_scope_gets_no_row_of_anything(books: Books, name: str) -> None:
    answer = books.ask(name, Scope(), AS_OF, **ASKED)

    assert answer.select("^(customer_no|number|invoice_no)$").is_empty() or answer.is_empty()
    assert "CANARY" not in str(answer.rows())
    if name != "invoice_counts":
        assert answer.is_empty()


@pytest.mark.parametrize("name", question_names())
def test_another_customers_rows_are_in_no_answer(books: Books, name: str) -> None:
    answer = books.ask(name, Scope(customers=("C1",)), AS_OF, **ASKED)

    said = str(answer.rows())
    assert "CANARY" not in said
    assert "C2" not in said
    assert "NOK" not in said


@pytest.mark.parametrize("name", question_names())
def test_the_entitled_get_their_rows(books: Books, name: str) -> None:
    """Else the two tests above would pass on questions that answer nothing."""
    answer = books.ask(name, Scope(customers=("C2",)), AS_OF, **ASKED)

    assert not answer.is_empty()


def test_filters_narrow_a_scope_and_never_widen_it(books: Books) -> None:
    both, own = Scope(groups=("C1",)), Scope(customers=("C1",))
    other = Filters(as_of=date(2026, 6, 30), customers=("C2",))

    assert books.ask("customers", both, AS_OF)["customer_no"].to_list() == ["C2", "C1"]
    assert books.ask("customers", both, other)["customer_no"].to_list() == ["C2"]
    assert books.ask("customers", own, other).is_empty()


def test_only_the_command_line_and_the_benchmark_make_a_scope_over_everything() -> None:
    makers = {
        str(path.relative_to(ROOT))
        for folder in ("saldo", "etl", "pages")
        for path in (ROOT / folder).rglob("*.py")
        if path.parent != ROOT / "saldo" / "cli" and _makes_everything(path)
    }

    # scope.py defines it; viewer.py reads the grant "all" that an administrator gave in the desk.
    assert makers == {"saldo/warehouse/scope.py", "saldo/access/viewer.py"}


def _tables_of(select: exp.Select) -> list[exp.Table]:
    """The tables of this select's own FROM and JOINs, without those of its subqueries."""
    sources = [select.args.get("from_") or select.args.get("from")]
    sources += select.args.get("joins") or []
    return [source.this for source in sources if source and isinstance(source.this, exp.Table)]


def _is_account_table(table: exp.Table, parts: set[str]) -> bool:
    return not table.db and table.name not in parts | OPEN_TO_ALL | {"scope", ""}


def _is_scoped(select: exp.Select, table: exp.Table) -> bool:
    """True where an inner join binds the table's customer_no to scope's."""
    return any(
        join.this.name == "scope"
        and not join.side
        and not join.kind
        and _binds(join, select, table)
        for join in select.args.get("joins") or []
    )


def _binds(join: exp.Join, select: exp.Select, table: exp.Table) -> bool:
    if [column.name for column in join.args.get("using") or []] == ["customer_no"]:
        return [each for each in _tables_of(select) if each.name != "scope"] == [table]
    equal = join.args.get("on")
    return isinstance(equal, exp.EQ) and {equal.this.sql(), equal.expression.sql()} == {
        "scope.customer_no",
        f"{table.alias_or_name}.customer_no",
    }


def _makes_everything(path: Path) -> bool:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return any(
        (isinstance(node, ast.Attribute) and node.attr == "everything")
        or (isinstance(node, ast.keyword) and node.arg == "unlimited")
        for node in ast.walk(tree)
    )
