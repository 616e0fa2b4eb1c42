"""Journeys to the statement: last month in three actions; the PDF says what the screen says."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.browser.conftest import Served, enter, report, settled

pytestmark = pytest.mark.browser
ACCOUNT = "10012"


def _text(path: Path) -> str:
    pages = PdfReader(io.BytesIO(path.read_bytes())).pages
    return " ".join(page.extract_text() for page in pages).replace("\u00a0", " ")


def test_last_months_statement_is_taken_in_three_actions(page: Page, demo: Served) -> None:
    """Rule 16: read back by text extraction the PDF says the screen's and the report's figures."""
    enter(page, demo, "Karin")

    page.get_by_role("link", name="Kontoutdrag").first.click()
    settled(page)
    page.get_by_text("Förra månaden", exact=True).first.click()
    settled(page)
    with page.expect_download() as taken:
        page.locator("a[href*='/export/statement.pdf']").last.click()

    shown = page.locator(".st-key-small_balances_0").inner_text().replace("\u00a0", " ")
    text = _text(Path(taken.value.path()))
    address = page.locator("a[href*='/export/statement.pdf']").last.get_attribute("href") or ""
    days = dict(part.split("=") for part in address.partition("?")[2].split("&"))
    rows = report(
        demo.home, "statement", "--customer", ACCOUNT, "--from", days["from"], "--to", days["to"]
    )
    for line in shown.splitlines():
        for cell in filter(None, (each.strip() for each in line.split("\t"))):
            assert cell in text
    assert len(rows) > 2
    assert all(row["document_no"] in text for row in rows if row["document_no"])


def test_what_was_taken_is_found_again_and_verified(page: Page, demo: Served) -> None:
    enter(page, demo, "Karin")
    page.goto(f"{demo.url}/statement?period=last_month")
    settled(page)

    page.get_by_role("button", name="Dokument").click()
    with page.expect_download() as taken:
        page.locator("a[href*='/export/balance-confirmation.pdf']").click()
    text = _text(Path(taken.value.path()))
    code = next(word for word in text.split() if word.count("-") == 3)
    page.reload()
    settled(page)
    expect(page.get_by_role("heading", name="Tidigare lämnade")).to_be_visible()
    page.goto(f"{demo.url}/verify")
    page.get_by_label("Verifieringskod").fill(code.lower())
    page.get_by_role("button", name="Kontrollera").click()

    expect(page.get_by_text("Äkta. Inget har bokförts i efterhand")).to_be_visible()
    expect(page.get_by_role("heading", name="Granskär Livsmedel AB")).to_be_visible()
