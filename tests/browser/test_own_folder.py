"""From an own folder of files to the own balance on screen, by the README alone."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import SALDO, served, settled

pytestmark = pytest.mark.browser


def test_own_files_give_the_own_balance_and_later_loads_appear(page: Page, tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "customers.csv").write_text("customer_no,name\nA-1,Åkeri Ängö AB\n", encoding="utf-8")
    (own / "invoices.csv").write_text(
        "invoice_no,customer_no,issue_date,due_date,currency,amount\n"
        "000123,A-1,2026-01-10,2026-02-09,SEK,1250.50\n",
        encoding="utf-8",
    )
    home = tmp_path / "home"
    with served(home, "start", str(own), until="/welcome/") as app:
        link = re.search(r"http\S+/welcome/\S+", app.said)
        assert link
        page.goto(link.group(0))
        for box, text in (("email", "eva@angö.example"), ("name", "Eva Åkesson")):
            field = page.locator(f"input[name={box}]")
            if field.count():
                field.fill(text.replace("ö", "o"))
        for field in page.locator("input[type=password]").all():
            field.fill("fyra lastbilar och en släpvagn")
        page.get_by_role("button").last.click()
        settled(page)
        expect(page.get_by_text(re.compile(r"1\s250,50\skr")).first).to_be_visible()

        (own / "payments.csv").write_text(
            "payment_no,customer_no,payment_date,currency,amount\nP1,A-1,2026-02-01,SEK,250.50\n",
            encoding="utf-8",
        )
        subprocess.run(
            [str(SALDO), "load", str(own)],
            env={**os.environ, "SALDO_HOME": str(home)},
            check=True,
            capture_output=True,
        )
        page.reload()
        settled(page)
        expect(page.get_by_text(re.compile(r"1\s000,00\skr")).first).to_be_visible()
