"""In a real Chromium: entering by one click, changing person, and leaving in every tab."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from saldo.access import Role
from saldo.access.demo import DemoPerson, write_marker
from saldo.desk.grants import Kind
from tests.front import PASSWORD, own_office, somebody, whole_server

pytestmark = pytest.mark.browser
_SCRIPT = """
import streamlit as st
from saldo import access

viewer = access.session_viewer(str(st.user.get("saldo_session") or ""))
st.title(viewer.name if viewer else "Nobody")
st.text_input("Filter", key="filter", bind="query-params")
st.button("Again")
if viewer:
    token = access.form_token(viewer.session_id)
    for action, person in (("/demo/enter", "rep"), ("/logout", "")):
        st.html(
            f'<form method="post" action="{action}"><input type="hidden" name="csrf" '
            f'value="{token}"><input type="hidden" name="person" value="{person}">'
            f"<button>{action}</button></form>"
        )
"""
_PEOPLE = [
    DemoPerson("finance", "Karin Ek", "k@demo.example", Role.customer, Kind.customer, "1"),
    DemoPerson("rep", "Maria Stråle", "m@demo.example", Role.rep, Kind.rep, "R1"),
]


def _script(folder: Path) -> Path:
    script = folder / "app.py"
    script.write_text(_SCRIPT, encoding="utf-8")
    return script


def test_one_click_enters_the_demo_and_a_form_in_the_app_changes_person(
    page: Page, tmp_path: Path
) -> None:
    write_marker(tmp_path / "home", _PEOPLE)
    with whole_server(tmp_path / "home", _script(tmp_path)) as url:
        page.goto(f"{url}/?filter=north")
        expect(page.get_by_text("Exempeldata")).to_be_visible()
        page.get_by_role("button", name="Gå in som Karin").click()
        expect(page.get_by_role("heading", name="Karin Ek")).to_be_visible()
        expect(page.get_by_label("Filter")).to_have_value("north")

        page.get_by_role("button", name="/demo/enter").click()

        expect(page.get_by_role("heading", name="Maria Stråle")).to_be_visible()


def test_signing_out_in_one_tab_clears_the_others_screen(page: Page, tmp_path: Path) -> None:
    somebody(own_office(tmp_path / "home"), "ana@example.se", password=True)
    with whole_server(tmp_path / "home", _script(tmp_path)) as url:
        page.goto(f"{url}/?filter=north")
        page.get_by_label("E-postadress").fill("ana@example.se")
        page.get_by_label("Lösenord").fill(PASSWORD)
        page.get_by_role("button", name="Logga in").click()
        expect(page.get_by_role("heading", name="Ana")).to_be_visible()
        other = page.context.new_page()
        other.goto(f"{url}/?filter=south")
        expect(other.get_by_role("heading", name="Ana")).to_be_visible()

        page.get_by_role("button", name="/logout").click()
        expect(page.get_by_text("Ni är utloggad.")).to_be_visible()
        other.get_by_role("button", name="Again").click()

        expect(other.get_by_role("heading", name="Logga in")).to_be_visible()
        expect(other.get_by_role("heading", name="Ana")).to_have_count(0)
        assert "filter%3Dsouth" in other.url
