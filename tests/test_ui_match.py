"""The match page over a small home: upload, columns, result, decisions, saving; nobody else's."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest
from streamlit.testing.v1 import AppTest

from saldo import access
from saldo.access import Office, Role
from saldo.desk import audit, reconciliations
from saldo.desk.grants import Kind
from tests.front import own_office
from tests.homes import Home
from tests.test_ui_pages import TABLES, said, screen

LIST = (
    "Fakturanr;Fakturadatum;Belopp;Valuta\n"
    "0042;2026-03-01;1 000,00;SEK\n"
    "F-0043;2026-04-10;250,50;SEK\n"
    "F-9999;2026-04-10;666,00;SEK\n"
)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    home = Home(tmp_path_factory.mktemp("match"))
    for name, text in TABLES.items():
        home.write(f"{name}.csv", text)
    home.load()
    office = own_office(home.path)
    access.install(office)
    yield office
    access.install(None)


def _uploaded(office: Office, text: str | bytes = LIST, **more: str) -> AppTest:
    app = screen(office, "match", **more)  # type: ignore[arg-type]
    content = text if isinstance(text, bytes) else text.encode()
    box = app.file_uploader[0]
    return box.set_value(("ledger.csv", content, "text/csv")).run()


def _matched(office: Office, text: str | bytes = LIST, **more: str) -> AppTest:
    return _uploaded(office, text, **more).button(key="match_go").click().run()


def _lines(app: AppTest) -> dict[str, str]:
    """The reconciliation: label to amount."""
    shown = app.main.table[0].value
    return {
        str(label).replace("*", "").replace("\\", ""): str(value)
        .replace("*", "")
        .replace("\\", "")
        .replace("\u00a0", " ")
        for label, value in zip(shown["label"], shown["value"], strict=True)
    }


def test_columns_are_recognised_and_shown_as_they_are_read(office: Office) -> None:
    app = _uploaded(office)

    assert app.selectbox(key="match_role_number").value == "Fakturanr"
    assert app.selectbox(key="match_role_amount").value == "Belopp"
    assert app.dataframe[0].value["number"].to_list() == ["0042", "F-0043", "F-9999"]
    assert "3 rows take part." in said(app)


def test_their_balance_leads_to_ours_line_by_line(office: Office) -> None:
    """Rule 9: 1000 + 250.50 − 150 paid; what they miss and have too much of, to the coin."""
    app = _matched(office)

    assert _lines(app) == {
        "Your balance by the file": "SEK 1,916.50",
        "Other amount with us (1)": "−SEK 100.00",
        "Not in our ledger (1)": "−SEK 666.00",
        "Payments and settlements with us, not with you (1)": "−SEK 50.00",
        "Our balance": "SEK 1,100.50",
    }
    assert "**1 match** without a difference. **3** need a look." in said(app)
    assert ":green[Ties exactly.]" in said(app)


def test_somebody_elses_invoice_is_only_missing(office: Office) -> None:
    """Rule 32: F-9999 is C3's. Nothing says that it exists."""
    app = _matched(office)

    app.button_group(key="choose_list").set_value("missing_with_us").run()

    assert app.dataframe[0].value["their_no"].to_list() == ["F-9999"]
    assert not app.expander[0].multiselect[1].options or all(
        "9999" not in option for option in app.expander[0].multiselect[1].options
    )


def test_a_finding_opens_with_both_sides_and_can_be_let_go(office: Office) -> None:
    app = _matched(office)

    app.query_params["finding"] = "1"
    app.run()
    assert "Yours, row 2: 0042 · 1 Mar 2026 · SEK 1,000.00" in said(app)
    app.button(key="match_unmatch").click().run()

    assert "Our invoices not in your ledger (1)" in _lines(app)
    assert "1 row was decided by hand." in said(app)
    app.button(key="match_undo").click().run()
    assert "Other amount with us (1)" in _lines(app)


def test_rows_are_brought_together_by_hand(office: Office) -> None:
    app = _matched(office)

    app.multiselect(key="match_hand_theirs").set_value([4])
    ours = app.multiselect(key="match_hand_ours")
    ours.set_value(["C1/1/payment/P-1/SEK"])
    app.button(key="match_hand").click().run()

    lines = _lines(app)
    assert lines["Other amount with us (2)"] == "−SEK 816.00"
    assert lines["Our balance"] == "SEK 1,100.50"


def test_another_day_gives_another_balance(office: Office) -> None:
    """Rule 8: on 31 March nothing was paid, and F-0043 was not issued."""
    app = _matched(office, as_of="2026-03-31")

    lines = _lines(app)
    assert lines["Our balance"] == "SEK 1,000.00"
    assert lines["Not in our ledger (2)"] == "−SEK 916.50"
    assert "2 rows of yours are dated after 31 Mar 2026" in said(app)


def test_a_day_before_everything_says_that_there_is_nothing(office: Office) -> None:
    app = _matched(office, as_of="2020-01-01")

    assert "Up to 1 Jan 2020 there is nothing in our ledger" in said(app)
    assert _lines(app)["Our balance"] == "SEK 0.00"


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "The file is empty."),
        (b"%PDF-1.7", "This is not a table."),
        (b"Dear all,\nhere is a letter.\nIt has no columns,\nnone at all\n", "not a table"),
        (b"1;2\n3;4\n", "No row with headings"),
        (b"PK\x03\x04 broken", "damaged"),
    ],
)
def test_what_is_no_ledger_is_refused_in_words(office: Office, content: bytes, why: str) -> None:
    app = _uploaded(office, content)

    assert why in app.error[0].value.replace("\\", "")
    assert not app.exception
    assert app.file_uploader


def test_columns_that_cannot_be_guessed_are_asked_for(office: Office) -> None:
    app = _uploaded(office, "Alfa;Beta;Gamma\nA;2026-03-01;1000,00\nB;2026-04-10;250,50\n")

    assert "Say which column is the amount" in app.warning[0].value
    assert app.button(key="match_go").disabled
    app.selectbox(key="match_role_amount").set_value("Gamma").run()
    app.selectbox(key="match_role_day").set_value("Beta").run()
    app.button(key="match_go").click().run()

    assert _lines(app)["Your balance by the file"] == "SEK 1,250.50"


def test_amounts_and_dates_of_two_meanings_are_asked_for(office: Office) -> None:
    app = _uploaded(office, "Fakturanr;Datum;Belopp\nF-0042;1/3/2026;1.000\n")

    assert [warning.value for warning in app.warning] == [
        "The amounts can be read in two ways. Choose the decimal mark.",
        "The dates can be read in two ways. Choose whether day or month stands first.",
    ]
    app.selectbox(key="match_mark").set_value(",").run()
    app.selectbox(key="match_order").set_value("dmy").run()

    assert app.dataframe[0].value["amount"].to_list() == [Decimal(1000)]
    assert not app.button(key="match_go").disabled


def test_a_formula_in_a_cell_is_shown_as_text_and_never_run(office: Office) -> None:
    app = _matched(office, "Fakturanr;Datum;Belopp\n=HYPERLINK(1);2026-03-01;5,00\n")

    assert app.dataframe[0].value["their_no"].to_list() == ["=HYPERLINK(1)"]


def test_the_sample_is_for_the_demo_alone(office: Office) -> None:
    assert "match_sample" not in [button.key for button in screen(office, "match").button]


def test_the_same_in_swedish_for_a_group_of_accounts(office: Office) -> None:
    text = LIST + "F-0050;2026-04-10;7,00;EUR\n"

    app = _matched(office, text, role=Role.rep, kind=Kind.rep, value="R1", language="sv")

    assert app.title[0].value == "Stäm av"
    assert len(app.main.table) == 2
    assert "Stämmer på öret." in said(app)
    app.button_group(key="choose_list").set_value("matched").run()
    assert set(app.dataframe[0].value["customer_name"]) == {"Ett [AB]", "Två AB"}


def test_a_saved_result_opens_as_it_was_for_who_sees_the_accounts_and_no_other(
    office: Office,
) -> None:
    app = _matched(office)
    app.text_input(key="match_name").set_value("Mars 2026")
    app.button(key="match_save").click().run()

    assert app.header[0].value == "Mars 2026"
    assert _lines(app)["Our balance"] == "SEK 1,100.50"
    key = app.query_params["saved"]
    key = key[0] if isinstance(key, list) else key
    assert screen(office, "match").dataframe[0].value["name"].to_list() == ["Mars 2026"]
    stranger = screen(office, "match", value="C2", saved=key)
    assert "No such reconciliation" in said(stranger)
    assert not stranger.dataframe
    portfolio = screen(office, "match", role=Role.rep, kind=Kind.rep, value="R1", saved=key)
    assert portfolio.header[0].value == "Mars 2026"
    assert "match_delete" not in [button.key for button in portfolio.button]

    app.button(key="match_delete").click().run()
    assert reconciliations.frame(office.desk) == []
    actions = [entry.action for entry in audit.entries(office.desk)]
    assert {"reconciliation saved", "reconciliation deleted"} <= set(actions)


def test_a_result_without_a_name_is_not_saved(office: Office) -> None:
    app = _matched(office)

    app.button(key="match_save").click().run()

    assert "Give it a name" in app.error[0].value
    assert reconciliations.frame(office.desk) == []


def test_nothing_of_an_upload_is_left_when_it_is_put_away(office: Office) -> None:
    app = _matched(office)

    app.button(key="match_another").click().run()

    assert app.file_uploader
    assert "_match" not in app.session_state
