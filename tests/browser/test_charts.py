"""Journeys from a figure to its rows: a bar of a chart, an amount of the ageing, ticked rows."""

from __future__ import annotations

import re
from decimal import Decimal
from urllib.parse import parse_qsl, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Served, enter, report, settled

pytestmark = pytest.mark.browser
FINANCE = "10012"


def _amount(text: str) -> Decimal:
    """The first amount in kronor of a text."""
    found = re.search(r"−?[\d\s]+,\d\d", text)
    assert found, text
    return Decimal(re.sub(r"\s", "", found[0]).replace(",", ".").replace("−", "-"))


def test_a_click_on_a_week_of_the_calendar_opens_its_invoices(page: Page, demo: Served) -> None:
    enter(page, demo, "Karin")
    page.goto(f"{demo.url}/?view=due")
    settled(page)

    page.locator(".st-key-due .bars .point path").first.click(force=True)

    expect(page).to_have_url(re.compile(r"[?&]week=overdue"))
    settled(page)
    expect(page.locator(".st-key-opened_week")).to_contain_text("Förfallet")
    expect(page.locator(".st-key-table_due_rows")).to_be_visible()


def test_an_amount_of_the_ageing_opens_the_invoices_that_make_it(page: Page, demo: Served) -> None:
    enter(page, demo, "Karin")
    settled(page)
    rows = report(demo.home, "ageing", "--customer", FINANCE, "--currency", "SEK")
    wanted = next(row for row in rows if row["bucket"] == "not_due")

    grid = page.locator(".st-key-table_ageing .dvn-scroller")
    grid.click(position={"x": 200, "y": 48})

    expect(page).to_have_url(re.compile("/invoices.*bucket="))
    settled(page)
    asked = dict(parse_qsl(urlsplit(page.url).query))
    assert asked["bucket"] == "not_due"
    shown = page.locator(".st-key-sum_row").inner_text()
    assert wanted["amount"].replace(".", ",") in re.sub(r"\s", "", shown)


def test_ticked_rows_are_what_the_sum_of_pay_now_is_of(page: Page, demo: Served) -> None:
    enter(page, demo, "Karin")
    page.goto(f"{demo.url}/pay")
    settled(page)
    total = page.locator(".st-key-running_total")
    before = _amount(total.inner_text())

    page.locator(".st-key-table_pay .dvn-scroller").click(position={"x": 14, "y": 48})

    expect(total).to_contain_text("Markerat:")
    settled(page)
    after = _amount(total.inner_text())
    assert Decimal(0) < after < before
