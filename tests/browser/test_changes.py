"""A journey: two machines are to be removed: asked for, approved by the rep, outstanding."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Served, enter, report, settled

pytestmark = pytest.mark.browser
_ROW = 32


def test_two_machines_are_ticked_their_removal_asked_for_approved_and_outstanding(
    page: Page, demo: Served
) -> None:
    rows = report(demo.home, "machines", "--customer", "10012")
    serials = [row["serial_no"] for row in rows if row["status"] == "installed"][:2]
    enter(page, demo, "Karin")
    page.get_by_role("link", name="Installerad utrustning").first.click()
    settled(page)

    table = page.locator(".st-key-table_machines canvas").first
    for row in (1, 2):
        box = table.bounding_box()
        assert box is not None
        page.mouse.click(box["x"] + 14, box["y"] + _ROW * row + _ROW / 2)
        settled(page)
    page.get_by_role("button", name="Begär ändring av 2 maskiner").click()
    settled(page)
    for serial in serials:
        expect(page.get_by_text(re.compile(serial)).first).to_be_visible()
    page.get_by_role("button", name="Skicka 2 begäranden").click()
    settled(page)
    number = page.locator(".st-key-receipt strong", has_text=re.compile(r"^CR-\d{4}-\d{5}$"))
    expect(number).to_be_visible()
    receipt = number.inner_text()
    page.get_by_role("button", name="Följ ändringarna").click()
    settled(page)
    expect(page).to_have_url(re.compile("view=changes"))

    page.context.clear_cookies()
    enter(page, demo, "Maria")
    page.goto(f"{demo.url}/inventory?view=changes")
    settled(page)
    expect(page.get_by_text("2 ändringar väntar på ert beslut")).to_be_visible()
    page.get_by_role("button", name="Godkänn").click()
    settled(page)
    expect(page.get_by_text("2 ändringar godkända.")).to_be_visible()

    page.context.clear_cookies()
    enter(page, demo, "Karin")
    page.goto(f"{demo.url}/inventory?view=changes&status=outstanding")
    settled(page)
    figure = page.locator(".st-key-figures").get_by_text("2 utestående")
    expect(figure).to_be_visible()
    told = report(demo.home, "change-requests", "--customer", "10012")
    assert {(row["receipt_no"], row["serial_no"], row["state"]) for row in told} == {
        (receipt, serial, "outstanding") for serial in serials
    }
