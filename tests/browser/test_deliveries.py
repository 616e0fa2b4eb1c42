"""Follow an order: from the start page to its promises, and its dates into a calendar."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import requests
from icalendar import Calendar
from playwright.sync_api import Page, expect

from tests.browser.conftest import Served, enter, report, settled

pytestmark = pytest.mark.browser
FINANCE = "10012"


def test_an_order_that_slipped_is_followed_and_put_into_the_calendar(
    page: Page, demo: Served, tmp_path: Path
) -> None:
    coming = report(demo.home, "arrivals", "--customer", FINANCE)
    slipped = next(
        row
        for row in report(demo.home, "orders", "--customer", FINANCE)
        if int(row["slips"]) >= 2 and not row["delivered"]
    )
    enter(page, demo, "Karin")

    page.locator("[class*='st-key-need_']").filter(has_text=slipped["order_no"]).or_(
        page.locator("[class*='st-key-need_']").filter(has_text="flyttats")
    ).first.get_by_role("link").click()
    settled(page)
    expect(page).to_have_url(re.compile("status=slipped"))
    page.locator(".st-key-table_lines .dvn-scroller").click(position={"x": 40, "y": 48})
    settled(page)

    expect(page.get_by_role("heading", name=f"Order {slipped['order_no']}")).to_be_visible()
    expect(page.get_by_text("Nästa steg").first).to_be_visible()
    expect(page.locator(".st-key-track .js-plotly-plot")).to_be_visible()
    expect(page.get_by_text("Nu gällande besked").first).to_be_visible()

    page.get_by_text("Tillbaka till listan").click()
    settled(page)
    page.get_by_role("button", name="Kalender").click()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Väntade leveranser (.ics)").click()
    file = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(file)
    days = {str(event["dtstart"].dt) for event in _events(file.read_bytes())}
    assert days == {row["expected"] for row in coming}


def test_a_calendar_link_works_without_signing_in_until_it_is_ended(
    page: Page, demo: Served
) -> None:
    enter(page, demo, "Karin")
    page.goto(f"{demo.url}/deliveries")
    settled(page)
    page.get_by_role("button", name="Kalender").click()
    page.get_by_role("button", name="Skapa en länk").click()
    link = page.locator(".st-key-calendar_deliveries code, [data-testid='stPopoverBody'] code")
    expect(link.first).to_contain_text("/feed/")
    address = str(link.first.text_content()).strip()

    stranger = requests.get(address, timeout=20)
    assert stranger.status_code == 200 and _events(stranger.content)

    page.get_by_role("button", name="Avsluta").first.click()
    settled(page)
    expect(page.get_by_role("button", name="Avsluta")).to_have_count(0)
    assert requests.get(address, timeout=20).status_code == 404


def _events(content: bytes) -> list:
    return Calendar.from_ical(content).walk("VEVENT")
