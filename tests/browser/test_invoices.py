"""Journeys through invoices: disputed on the page, reported at once; keys, Back, a chart as PNG."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from playwright.sync_api import Page, TimeoutError, expect

from tests.browser.conftest import Served, answer, enter, report, settled

pytestmark = pytest.mark.browser
FINANCE = "10012"


def _disputed(demo: Served) -> Decimal:
    (row,) = report(demo.home, "balance", "--customer", FINANCE)
    return Decimal(row["disputed"])


def test_a_dispute_raised_on_the_page_shows_in_the_next_report(page: Page, demo: Served) -> None:
    before = _disputed(demo)
    rows = answer(demo.home, "open-items", "--customer", FINANCE)["rows"]
    chosen = next(
        row for row in rows if row["class"] == "invoice" and row["is_disputed"] in (False, "false")
    )
    enter(page, demo, "Karin")
    page.goto(f"{demo.url}/invoices?document=1/invoice/{chosen['document_no']}")
    settled(page)

    page.get_by_role("button", name="Bestrid", exact=True).click()
    page.get_by_label("Skäl").fill("Två maskiner är återlämnade")
    page.get_by_label(re.compile("Bestritt belopp")).fill("1 000,50")
    page.get_by_role("button", name="Skicka bestridandet").click()

    expect(
        page.get_by_text(re.compile(r"Bestridande D-\d+ på 1.000,50.kr mottaget"))
    ).to_be_visible()
    assert _disputed(demo) == before + Decimal("1000.50")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Kvitto (PDF)").first.click()
    assert waiting.value.suggested_filename.endswith(".pdf")

    page.get_by_role("button", name="Ta tillbaka").click()
    page.get_by_test_id("stPopoverBody").get_by_role("button", name="Ta tillbaka").click()
    expect(page.get_by_text("avslutat").first).to_be_visible()
    assert _disputed(demo) == before


def test_keys_lead_to_a_page_and_to_the_search(page: Page, demo: Served) -> None:
    enter(page, demo, "Karin")

    heading = page.get_by_role("heading", name="Fakturor")
    for _ in range(6):  # keys are heard once their listener, a file of its own, has come
        settled(page)
        page.keyboard.press("g")
        page.keyboard.press("i")
        try:
            heading.wait_for(timeout=5_000)
            break
        except TimeoutError:
            continue
    expect(heading).to_be_visible()
    settled(page)
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("g 314")
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile("/invoices.*search="))


def test_back_returns_to_the_payment_that_was_left(page: Page, demo: Served) -> None:
    enter(page, demo, "Karin")
    page.goto(f"{demo.url}/payments")
    settled(page)
    page.locator(".st-key-table_payments .dvn-scroller").click(position={"x": 40, "y": 48})
    expect(page).to_have_url(re.compile("/payments.*payment="))
    settled(page)
    left = page.url
    page.locator(".st-key-table_parts .dvn-scroller").click(position={"x": 40, "y": 48})
    expect(page).to_have_url(re.compile("/invoices.*document="))
    settled(page)

    page.go_back()

    expect(page).to_have_url(left)


def test_a_chart_is_taken_as_a_picture(page: Page, demo: Served) -> None:
    enter(page, demo, "Karin")
    chart = page.locator(".js-plotly-plot").last
    chart.hover()

    with page.expect_download() as waiting:
        chart.locator(".modebar-btn").first.click(force=True)

    assert re.fullmatch(r"saldo_\w+\.png", waiting.value.suggested_filename)
