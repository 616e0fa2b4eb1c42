"""Journeys through the demo company: what people come for, in a real browser."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from saldo.i18n.formats import formats_for
from tests.browser.conftest import Served, answer, enter, report, settled

pytestmark = pytest.mark.browser
FINANCE = "10012"


def _kronor(amount: str) -> str:
    return formats_for("sv").money(Decimal(amount), "SEK")


def test_the_finance_manager_enters_reads_the_balance_and_takes_it_as_excel(
    page: Page, demo: Served, tmp_path: Path
) -> None:
    (told,) = report(demo.home, "balance", "--customer", FINANCE)

    enter(page, demo, "Karin")

    expect(page.get_by_text(_kronor(told["balance"])).first).to_be_visible()
    expect(page.get_by_text(_kronor(told["overdue"])).first).to_be_visible()
    expect(page.get_by_text("Exempeldata").first).to_be_visible()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Excel").first.click()
    file = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(file)
    assert re.fullmatch(r"saldo_[\w-]+_10012_[\d-]+\.xlsx", file.name), file.name
    book = openpyxl.load_workbook(file, data_only=True)
    rows = list(book.worksheets[1].iter_rows(values_only=True))
    head = [str(cell) for cell in rows[0]]
    amounts = [
        Decimal(str(cell)).quantize(Decimal("0.01"))
        for row in rows[1:]
        for name, cell in zip(head, row, strict=True)
        if isinstance(cell, int | float) and "elopp" in name
    ]
    assert Decimal(told["balance"]) in (sum(amounts), *amounts)


def test_overdue_invoices_are_filtered_and_one_is_opened(page: Page, demo: Served) -> None:
    told = answer(demo.home, "open-items", "--customer", FINANCE)
    late = [
        row for row in told["rows"] if row["kind"] == "invoice" and row["due_date"] < told["as_of"]
    ]
    assert late
    enter(page, demo, "Karin")

    page.get_by_role("link", name="Fakturor").first.click()
    settled(page)
    page.get_by_text(f"Förfallna · {len(late)}").first.click()
    settled(page)

    expect(page).to_have_url(re.compile("overdue"))
    left = sum(Decimal(row["open_amount"]) for row in late)
    expect(page.get_by_text(_kronor(str(left))).first).to_be_visible()
    page.goto(f"{demo.url}/invoices?search={late[0]['document_no'][2:]}")
    settled(page)
    expect(page.get_by_text(_kronor(late[0]["open_amount"])).first).to_be_visible()


def test_the_language_is_switched_and_stays(page: Page, demo: Served) -> None:
    enter(page, demo, "Karin")
    expect(page.get_by_role("heading", name="Kundkonto")).to_be_visible()

    page.get_by_role("combobox").last.click()
    page.get_by_role("option", name="English", exact=True).click()

    expect(page.get_by_role("heading", name="Account")).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", name="Account")).to_be_visible()


def test_a_stranger_and_somebody_signed_out_see_nothing(page: Page, demo: Served) -> None:
    page.goto(f"{demo.url}/invoices")
    expect(page).to_have_url(re.compile("/(login|demo)"))

    enter(page, demo, "Karin")
    page.get_by_text("Logga ut").first.click()
    expect(page.get_by_role("heading", name="Ni har loggats ut")).to_be_visible()
    expect(page.get_by_text("Granskär")).to_have_count(0)
    page.goto(f"{demo.url}/invoices")
    expect(page).to_have_url(re.compile("/(login|demo)"))


def test_a_foreign_customer_in_the_address_shows_nothing_of_theirs(
    page: Page, demo: Served
) -> None:
    enter(page, demo, "Karin")

    page.goto(f"{demo.url}/?customer=10005")
    settled(page)

    expect(page.get_by_text("Frostström")).to_have_count(0)
    answer = page.request.get(f"{demo.url}/export/balance.csv?customer=10005")
    assert "10005" not in answer.text()


def test_the_rep_narrows_the_portfolio_to_one_account(page: Page, demo: Served) -> None:
    enter(page, demo, "Maria")
    expect(page.get_by_text("Fordran är").first).to_be_visible()

    page.goto(f"{demo.url}/?customer=10005")
    settled(page)

    expect(page.get_by_text("Frostström Elgrossist AB").first).to_be_visible()
