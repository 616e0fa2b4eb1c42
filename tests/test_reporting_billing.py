"""The billing check as a report: findings, totals per outcome, site and contract."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from saldo.documents.findings import explained
from saldo.i18n import reader_for
from saldo.ledger.billing_check import Outcome, Reason
from saldo.reporting import Books, billing
from saldo.warehouse import Scope
from tests.billing_cases import CASES
from tests.marts import ACME, books_of, on, texts

DAY = on("2026-06-15")
SITES = "customer_no site_no name\nC1 A Ale\nC1 B Bro"
MACHINES = """
    serial_no customer_no installed_on removed_on contract_no site_no
    S1        C1          2025-03-01   2026-02-20 K1          A
    S2        C1          -            -          K1          B
    S3        C1          2025-03-01   2026-05-20 K1          B
    S4        C1          2026-05-01   -          K1          A
    S5        C1          2025-03-01   2025-02-01 K1          A"""
CHARGES = """
    contract_no charge_no serial_no amount period_months start_on   billing
    K1          1         S1        310    1             2025-03-01 advance
    K1          3         S3        310    1             2025-03-01 advance
    K1          4         S4        310    1             2026-05-01 advance"""
BILLS = """
    invoice_no customer_no issue_date currency amount
    F1         C1          2026-05-01 SEK      1240
    F2         C1          2026-06-01 SEK      1240"""
LINES = """
    invoice_no line_no serial_no contract_no service_start service_end net_amount
    F1         1       S1        K1          2026-05-01    2026-05-31  317.75
    F1         2       S2        K1          2026-05-01    2026-05-31  100
    F1         3       S3        K1          2026-05-01    2026-05-31  317.75
    F2         1       S1        K1          2026-06-01    2026-06-30  317.75"""


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Books:
    late = next(case for case in CASES if case.name == "billed_after_end")
    tables = late.tables | {
        "machines": MACHINES,
        "contract_charges": CHARGES,
        "invoices": BILLS,
        "invoice_lines": LINES,
        "sites": SITES,
    }
    return books_of(tmp_path_factory.mktemp("billing"), **tables)


def found(books: Books, **filters: str) -> list[str]:
    rows = billing.billing_check(books, ACME, on("2026-06-15", **filters))
    amount = pl.max_horizontal("claim_amount", "expected_amount", "monthly_amount")
    return texts(rows.with_columns(amount=amount), "outcome", "serial_no", "invoice_no", "amount")


def test_findings_are_all_that_is_not_right_the_largest_claim_first(books: Books) -> None:
    """Rule 27; S4's bills of May and June were due by 15 June."""
    assert found(books) == [
        "billed_after_end S1 F2 317.75",
        "billed_after_end S1 F1 215.25",
        "never_installed S2 F1 100",
        "never_billed S4 - 635.5",
        "removed_without_notice S3 - 317.75",
        "unclear S5 - 0",
    ]


def test_filters_narrow_by_outcome_site_contract_and_search(books: Books) -> None:
    assert found(books, outcome="correct") == ["correct S3 F1 0"]
    assert found(books, site="B") == [
        "never_installed S2 F1 100",
        "removed_without_notice S3 - 317.75",
    ]
    assert found(books, contract="K2") == []
    assert found(books, search="s2") == ["never_installed S2 F1 100"]


def test_an_earlier_day_knows_neither_later_bills_nor_later_removals(books: Books) -> None:
    """Rule 7."""
    rows = billing.billing_check(books, ACME, on("2026-05-19"))

    assert texts(rows, "outcome", "serial_no", "claim_amount", "expected_amount") == [
        "billed_after_end S1 215.25 0",
        "never_installed S2 100 0",
        "never_billed S4 0 317.75",
        "unclear S5 0 0",
    ]


def test_a_period_takes_the_bills_issued_or_due_in_it(books: Books) -> None:
    june = on("2026-06-15", start=on("2026-06-01").as_of, end=on("2026-06-30").as_of)

    rows = billing.billing_check(books, ACME, june)

    assert texts(rows, "outcome", "serial_no", "claim_amount", "expected_amount") == [
        "billed_after_end S1 317.75 0",
        "never_billed S4 0 317.75",
    ]


def test_totals_by_outcome_site_and_contract_are_those_of_the_findings(books: Books) -> None:
    rows = billing.billing_check(books, ACME, DAY)
    claim = rows["claim_amount"].sum()

    assert texts(billing.outcomes(books, ACME, DAY), "outcome", "findings", "claim_amount") == [
        "billed_after_end 2 533",
        "correct 1 0",
        "never_billed 1 0",
        "never_installed 1 100",
        "removed_without_notice 1 0",
        "unclear 1 0",
    ]
    shown = ("site_no", "site_name", "findings", "claim_amount")
    assert texts(billing.sites(books, ACME, DAY), *shown) == ["A Ale 4 533", "B Bro 2 100"]
    assert billing.contracts(books, ACME, DAY)["claim_amount"].sum() == claim == Decimal(633)


def test_another_customer_and_an_empty_scope_find_nothing(books: Books) -> None:
    """Rule 32."""
    for scope in (Scope(), Scope(customers=("C2",))):
        assert billing.billing_check(books, scope, DAY).is_empty()
        assert billing.outcomes(books, scope, DAY).is_empty()


def test_a_finding_explains_itself_with_dates_and_amounts(books: Books) -> None:
    rows = billing.billing_check(books, ACME, DAY).rows(named=True)

    said = [explained(row, reader_for("sv")) for row in rows]

    assert [text.replace("\u00a0", " ") for text in said] == [
        "Uppsagd 2026-02-10: ansvaret upphörde 2026-05-10."
        " Fakturerat 2026-06-01 – 2026-06-30: 317,75 kr; rätt är 0,00 kr.",
        "Uppsagd 2026-02-10: ansvaret upphörde 2026-05-10."
        " Fakturerat 2026-05-01 – 2026-05-31: 317,75 kr; rätt är 102,50 kr.",
        "Aldrig installerad, ändå fakturerad 2026-05-01 – 2026-05-31: 100,00 kr.",
        "Installerad 2026-05-01 enligt avtal, men aldrig fakturerad."
        " Vänta en faktura på 635,50 kr för 2026-05-01 – 2026-06-30.",
        "Borttagen 2026-05-20 utan uppsägning: avtalet löper vidare, för 317,75 kr i månaden."
        " Säg upp nu.",
        "Maskinen är borttagen 2025-02-01, före installationen 2025-03-01, enligt registret.",
    ]


@pytest.mark.parametrize("language", ["en", "sv"])
def test_every_outcome_and_every_reason_has_its_sentence(books: Books, language: str) -> None:
    row = billing.billing_check(books, ACME, DAY).row(0, named=True)
    kinds = [{"outcome": outcome.value} for outcome in Outcome if outcome is not Outcome.unclear]
    kinds += [{"outcome": "unclear", "reason": reason.value} for reason in Reason]

    assert all(explained(row | kind, reader_for(language)) for kind in kinds)


def test_correct_bills_alone_are_counted_and_no_finding(tmp_path: Path) -> None:
    right = books_of(tmp_path, **CASES[0].tables)

    assert billing.billing_check(right, ACME, DAY).is_empty()
    assert texts(billing.outcomes(right, ACME, DAY), "outcome", "findings") == ["correct 1"]
