"""A journey: the finance manager turns findings into a claim and takes it as PDF and Excel."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from saldo.i18n.formats import formats_for
from tests.browser.conftest import Served, enter, report, settled

pytestmark = pytest.mark.browser
FINANCE = "10012"
_HEAD, _ROW = 32, 32
_TICK = 16


def _kronor(amount: Decimal) -> str:
    return formats_for("sv").money(amount, "SEK")


def test_findings_become_a_claim_that_is_downloaded(
    page: Page, demo: Served, tmp_path: Path
) -> None:
    told = report(demo.home, "billing-check", "--customer", FINANCE)
    open_ones = [row for row in told if row["state"] == "to_decide"]
    first, third = (Decimal(open_ones[at]["claim_amount"]) for at in (0, 2))
    enter(page, demo, "Karin")
    page.get_by_role("link", name="Fakturakontroll").first.click()
    settled(page)
    expect(page.get_by_text("Hittat åt er").first).to_be_visible()

    for row in (0, 2):
        place = page.locator("[class*='st-key-table_findings'] canvas").first.bounding_box()
        assert place
        page.mouse.click(place["x"] + _TICK, place["y"] + _HEAD + _ROW * row + _ROW / 2)
        settled(page)
        page.wait_for_timeout(300)
    expect(page.get_by_text("2 valda")).to_be_visible()
    page.get_by_role("button", name=re.compile("^Begär .* åter$")).click()

    expect(page.get_by_text(re.compile(r"Begäran skickad: K-\d{4}-\d{4}\."))).to_be_visible()
    settled(page)
    found = re.search(r"claim=(K-\d{4}-\d{4})", page.url)
    assert found
    letter = _taken(page, "PDF", tmp_path)
    text = " ".join(" ".join(each.extract_text() for each in PdfReader(letter).pages).split())
    assert "Begäran om kreditering" in text
    assert found.group(1) in text
    assert open_ones[0]["serial_no"] in text
    whole = formats_for("sv").money(first + third, "SEK", code=True)
    assert whole.replace("\u00a0", " ") in text.replace("\u00a0", " ")

    book = openpyxl.load_workbook(_taken(page, "Excel", tmp_path), data_only=True)
    rows = list(book.worksheets[1].iter_rows(values_only=True))
    at = [str(cell) for cell in rows[0]].index("Att begära åter exkl. moms")
    assert sorted(Decimal(str(row[at])) for row in rows[1:3]) == sorted([first, third])

    (sent,) = [
        row
        for row in report(demo.home, "claims", "--customer", FINANCE)
        if row["claim_no"] == found.group(1)
    ]
    assert Decimal(sent["outstanding_amount"]) == first + third
    page.get_by_role("link", name="Kundkonto").first.click()
    settled(page)
    expect(page.get_by_text(_kronor(first + third)).first).to_be_visible()


def _taken(page: Page, name: str, folder: Path) -> Path:
    with page.expect_download() as waiting:
        page.get_by_role("link", name=name, exact=True).first.click()
    file = folder / waiting.value.suggested_filename
    waiting.value.save_as(file)
    return file
