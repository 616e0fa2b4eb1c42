"""A journey: a payables export is uploaded, matched, tied, and taken as Excel and PDF."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.browser.conftest import Served, enter, settled

pytestmark = pytest.mark.browser


def _rows(page: Page, address: str) -> list[dict[str, str]]:
    answer = page.request.get(address)
    assert answer.ok
    return list(csv.DictReader(io.StringIO(answer.text().lstrip("\ufeff"))))


def _export(page: Page, demo: Served) -> tuple[bytes, Decimal]:
    """Their ledger: our open invoices but the last, numbers written otherwise, one amount off."""
    items = _rows(page, f"{demo.url}/export/open-items.csv")
    invoices = [row for row in items if row["class"] == "invoice" and not row["instalment_no"]]
    lines = ["Leverantörsreskontra;;;", "Fakturanr;Fakturadatum;Förfallodatum;Belopp"]
    for at, row in enumerate(invoices[:-1]):
        number = f"00{row['document_no']}" if at % 2 else f"F {row['document_no']}"
        amount = Decimal(row["open_amount"]) + (100 if at == 0 else 0)
        shown = f"{amount:.2f}".replace(".", ",")
        lines.append(f"{number};{row['issue_date']};{row['due_date']};{shown}")
    balance = sum(Decimal(row["balance"]) for row in _rows(page, f"{demo.url}/export/balance.csv"))
    return "\n".join(lines).encode("cp1252"), balance


def test_a_payables_export_is_matched_and_taken_as_files(
    page: Page, demo: Served, tmp_path: Path
) -> None:
    enter(page, demo, "Karin")
    content, balance = _export(page, demo)

    page.goto(f"{demo.url}/match")
    settled(page)
    page.locator("input[type=file]").set_input_files(
        {"name": "reskontra.csv", "mimeType": "text/csv", "buffer": content}
    )
    expect(page.get_by_text("De första raderna som de läses")).to_be_visible()
    settled(page)
    page.locator(".st-key-match_go button").click()
    expect(page.get_by_text("Stämmer på öret.")).to_be_visible()
    settled(page)

    with page.expect_download() as excel:
        page.locator(".st-key-match_xlsx button").click()
    with page.expect_download() as letter:
        page.locator(".st-key-match_pdf button").click()

    excel.value.save_as(tmp_path / "taken.xlsx")
    letter.value.save_as(tmp_path / "taken.pdf")
    book = openpyxl.load_workbook(tmp_path / "taken.xlsx", data_only=True)
    ours = [row[1] for row in book["Avstämning"].values if row[0] == "Vårt saldo"]
    assert Decimal(str(ours[0])).quantize(Decimal("0.01")) == balance
    assert {"Stämmer", "Beloppet skiljer", "Saknas hos er"} <= set(book.sheetnames)
    text = PdfReader(tmp_path / "taken.pdf").pages[0].extract_text()
    assert "Avstämning" in text


def test_the_sample_is_one_click_away(page: Page, demo: Served) -> None:
    enter(page, demo, "Karin")

    page.goto(f"{demo.url}/match")
    settled(page)
    page.locator(".st-key-match_sample button").click()
    page.locator(".st-key-match_go button").click()

    expect(page.get_by_text("Stämmer på öret.")).to_be_visible()
