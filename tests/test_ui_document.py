"""One document on screen: its story, its VAT, its links, asking about it and disputing it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from saldo import access
from saldo.access import Office, Role
from saldo.desk import disputes, questions
from saldo.desk.grants import Kind
from tests.front import own_office
from tests.homes import Home
from tests.test_ui_pages import TABLES, said, screen

F42 = "1/invoice/F-0042"
REPLACED = {
    "invoice_lines": (
        "invoice_no,line_no,description,quantity,unit_price,net_amount,vat_rate,vat_amount,"
        "order_no\n"
        "F-0042,1,Truckservice,2,300,600,25,150,O-7\nF-0042,2,Böcker,1,200,200,6,12,\n"
    ),
}


@pytest.fixture
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    home = Home(tmp_path_factory.mktemp("document"))
    for name, text in (TABLES | REPLACED).items():
        home.write(f"{name}.csv", text)
    home.load()
    office = own_office(home.path)
    access.install(office)
    st.cache_data.clear()  # a process has one desk: its rows are known by their revision
    yield office
    access.install(None)


def opened(office: Office, **query: str) -> AppTest:
    return screen(office, "invoices", document=F42, **query)


def key_of(app: AppTest, start: str, kind: str) -> str:
    (found,) = [each.key for each in getattr(app, kind) if each.key and each.key.startswith(start)]
    return found


def told(app: AppTest) -> str:
    told = " ".join(str(each.value) for each in [*app.success, *app.error])
    return told.replace("\u00a0", " ").replace("\\", "")


def dispute(app: AppTest, amount: str | None = None, reason: str = "Fel antal") -> AppTest:
    """Fill in the form and send it."""
    if amount is not None:
        app.text_input(key=key_of(app, "dispute_amount", "text_input")).set_value(amount)
    app.text_area(key=key_of(app, "dispute_reason", "text_area")).set_value(reason)
    next(each for each in app.button if each.label == "Send the dispute").click()
    return app.run()


def test_a_document_tells_its_story_from_issue_to_settlement(office: Office) -> None:
    """Rule 8: what was open after each thing that happened."""
    story = opened(office).dataframe[0].value

    assert story["event"].to_list() == ["Issued", "Due date", "Payment"]
    assert [str(left) for left in story["open_amount"]] == ["1000.0000", "1000.0000", "900.0000"]


def test_vat_is_shown_by_rate_and_a_difference_to_the_document_is_named(office: Office) -> None:
    """Rule 36: 600 + 150 + 200 + 12 are 38 less than the document's 1000."""
    shown = " ".join(table.value.to_string() for table in opened(office).table)
    tables = shown.replace("\u00a0", " ").replace("\\", "")

    assert "VAT 25% on SEK 600.00" in tables
    assert "VAT 6% on SEK 200.00" in tables
    assert "Document differs by" in tables and "SEK 38.00" in tables


def test_links_lead_to_the_order_of_its_lines(office: Office) -> None:
    app = opened(office)

    links = [each.label for each in app.button if each.key and each.key.startswith("to_")]
    assert links == [r"Order O\-7"]


def test_a_dispute_is_received_with_number_and_time_and_counts_at_once(office: Office) -> None:
    app = opened(office)
    app.button(key="begin_dispute").click().run()

    app = dispute(app, "400,50")

    assert "Dispute D-1 of SEK 400.50 received" in told(app)
    assert "ask" not in app.query_params
    (kept,) = disputes.frame(office.desk)
    assert (str(kept["amount"]), kept["reason"], kept["wanted"]) == (
        "400.5000",
        "Fel antal",
        "credit",
    )
    listed = screen(office, "invoices", status="disputed")
    assert listed.dataframe[0].value["invoice_no"].to_list() == ["F-0042"]


def test_a_line_is_chosen_by_the_address_and_can_be_disputed_up_to_its_amount(
    office: Office,
) -> None:
    app = opened(office, ask="dispute", line="2")

    assert "at most SEK 212.00" in app.text_input(
        key=key_of(app, "dispute_amount", "text_input")
    ).label.replace("\u00a0", " ")
    app = dispute(app, "212.01")
    assert "more than is open" in told(app)
    app = dispute(app, "212,00")
    assert "D-1 of SEK 212.00" in told(app)
    assert disputes.frame(office.desk)[0]["line_no"] == "2"


@pytest.mark.parametrize(
    ("amount", "reason", "says"),
    [("much", "x", "above zero"), ("901", "x", "more than is open"), (None, " ", "few words")],
)
def test_what_cannot_be_is_said_in_the_form_and_nothing_is_kept(
    office: Office, amount: str | None, reason: str, says: str
) -> None:
    app = dispute(opened(office, ask="dispute"), amount, reason)

    assert says in told(app)
    assert app.query_params["ask"] == ["dispute"] or app.query_params["ask"] == "dispute"
    assert disputes.frame(office.desk) == []


def test_the_same_dispute_sent_twice_is_kept_once(office: Office) -> None:
    app = dispute(opened(office, ask="dispute"))
    app.button(key="begin_dispute").click().run()

    app = dispute(app)

    assert "disputed it already" in told(app)
    assert len(disputes.frame(office.desk)) == 1


def test_ones_own_dispute_is_withdrawn_and_the_page_says_so(office: Office) -> None:
    app = opened(office, ask="dispute")
    app = dispute(app)

    app.button(key="withdraw_1").click().run()

    assert "closed 10 Apr 2026" in said(app)
    assert not [each for each in app.button if each.key == "withdraw_1"]
    assert disputes.frame(office.desk)[0]["closed_on"] is not None


def test_a_question_is_kept_apart_and_read_by_the_rep(office: Office) -> None:
    app = opened(office, ask="question")
    app.text_area(key=key_of(app, "question_text", "text_area")).set_value("Vad är [detta]?")
    next(each for each in app.button if each.label == "Send the question").click()

    app.run()

    assert "Question Q-1 received" in told(app)
    assert questions.frame(office.desk)[0]["topic"] == "contents"
    rep = screen(
        office, "invoices", role=Role.rep, kind=Kind.rep, value="R1", document=F42, ask="dispute"
    )
    assert "Vad är [detta]?" in [text.value for text in rep.text]
    assert not [each for each in rep.button if each.key in ("begin_dispute", "begin_question")]
    assert not rep.text_area


def test_another_account_sees_nothing_of_it(office: Office) -> None:
    """Rule 32."""
    dispute(opened(office, ask="dispute"), reason="CANARY")

    other = screen(office, "invoices", value="C2", document=F42, ask="dispute")

    assert "No such document" in said(other)
    assert "CANARY" not in str(other.main) and not other.text_area


def test_on_an_earlier_day_nothing_can_be_sent(office: Office) -> None:
    app = opened(office, as_of="2026-03-20", ask="dispute")

    assert not app.text_area
    assert app.button(key="begin_dispute").disabled
