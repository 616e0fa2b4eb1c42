"""Deciding and claiming on the billing page: by each role, and not by another customer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from saldo import access
from saldo.access import Office, Role
from saldo.access.register import export
from saldo.desk import claims
from saldo.web.exports import NoSuchExport
from saldo.web.reports import writer_of
from tests.homes import Home
from tests.test_ui_billing import F1, LATE, office_of, seen
from tests.test_ui_pages import screen


@pytest.fixture
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """A home of its own for each test: the desk keeps what was decided.

    The cache, which knows one home a process, is emptied.
    """
    office = office_of(Home(tmp_path_factory.mktemp("claims")), LATE)
    st.cache_data.clear()
    access.install(office)
    yield office
    access.install(None)
    st.cache_data.clear()


def tabs(app: AppTest) -> list[str]:
    (control,) = app.get("button_group")
    return [option.content for option in control.proto.options]


def told(app: AppTest) -> str:
    """What became of the last thing done."""
    return " ".join(str(each.value) for each in [*app.success, *app.error]).replace("\\", "")


def press(app: AppTest, key: str) -> AppTest:
    return app.button(key=key).click().run()


def claimed(office: Office, language: str = "en") -> AppTest:
    """The page after F1 was opened and claimed."""
    return press(screen(office, "billing", finding=F1, language=language), "claim_one")


def test_an_opened_finding_shows_both_sources_and_is_accepted(office: Office) -> None:
    app = screen(office, "billing", finding=F1)
    text = seen(app)
    assert "The invoice says" in text and "Register and contract say" in text

    app = press(app, "accepted_one")

    assert "1 finding accepted." in told(app)
    assert tabs(app)[:3] == ["To decide · 1", "Accepted · 1", "Claimed · 0"]
    assert "Accepted" in seen(app) and "by Ana" in seen(app)


def test_to_contest_takes_a_reason(office: Office) -> None:
    app = screen(office, "billing", finding=F1)
    submit = next(each.key for each in app.button if "contested_one_form" in str(each.key))

    app = press(app, str(submit))
    assert "a reason is needed" in told(app)

    app.text_area(key="contested_one_reason").set_value("Stod kvar till maj")
    app = press(app, str(submit))
    assert tabs(app)[4] == "Contested · 1"
    assert "Stod kvar till maj" in seen(app)


def test_a_postponed_finding_is_asked_about_again_on_its_day(office: Office) -> None:
    app = screen(office, "billing", finding=F1)
    app.date_input(key="postponed_one_until").set_value(office.settings.today() + timedelta(60))
    submit = next(each.key for each in app.button if "postponed_one_form" in str(each.key))

    app = press(app, str(submit))

    assert tabs(app)[3] == "Postponed · 1"
    assert "Nothing found" not in seen(app)


def test_a_claim_is_made_and_opened_with_its_files(office: Office) -> None:
    """215.25, the case computed by hand."""
    app = claimed(office)

    assert app.query_params["claim"] == "K-2026-0001" or app.query_params["claim"] == [
        claims.frame(office.desk)[0]["number"]
    ]
    text = seen(app)
    assert "Request for credit" in text
    assert "Claim sent: K-" in told(app)
    links = " ".join(str(each.proto) for each in app.get("html"))
    assert "/export/claim.pdf?claim=K-" in links and "/export/claim.xlsx?claim=K-" in links


def test_all_of_it_is_claimed_in_one_click(office: Office) -> None:
    app = press(screen(office, "billing", language="sv"), "claim_all")

    (row,) = claims.frame(office.desk)
    assert len(claims.lines(office.desk)) == 2
    assert f"Begäran skickad: {row['number']}." in told(app)
    text = seen(screen(office, "billing", language="sv"))
    assert "Inget mer finns att begära åter" in text
    assert "**533,00 kr**" in text


def test_the_start_page_shows_what_was_found_and_claimed(office: Office) -> None:
    before = seen(screen(office))
    claimed(office)
    after = seen(screen(office))

    assert "Found for you, excl. VAT" in before and "**SEK 533.00**" in before
    assert "**SEK 215.25**" in after and "**SEK 533.00**" in after


def test_the_rep_reads_it_and_declines_with_a_reason(office: Office) -> None:
    claimed(office)
    number = claims.frame(office.desk)[0]["number"]
    rep = {"role": Role.rep}
    listed = screen(office, "billing", **rep)
    assert [each.key for each in listed.button if str(each.key).startswith("claim_")] == []

    app = screen(office, "billing", claim=number, **rep)
    submit = next(each.key for each in app.button if "decline_form" in str(each.key))
    app.text_area(key="decline_reason").set_value("Enligt avtal")
    app = press(app, str(submit))

    assert "The claim was declined." in told(app)
    text = seen(screen(office, "billing", claim=number))
    assert "Declined" in text and "Enligt avtal" in text


def test_the_customer_withdraws_and_the_findings_are_open_again(office: Office) -> None:
    app = claimed(office)
    submit = next(each.key for each in app.button if "withdraw_form" in str(each.key))

    app = press(app, str(submit))

    assert "The claim was withdrawn." in told(app)
    assert tabs(screen(office, "billing"))[:3] == ["To decide · 1", "Accepted · 1", "Claimed · 1"]


def test_another_customers_claim_and_finding_are_as_if_they_did_not_exist(office: Office) -> None:
    """Rule 32."""
    claimed(office)
    number = claims.frame(office.desk)[0]["number"]

    other = seen(screen(office, "billing", value="C2", claim=number))
    none = seen(screen(office, "billing", value="C2", claim="K-2026-9999"))

    assert "No such claim" in other
    assert other == none
    assert "S1" not in seen(screen(office, "billing", value="C2", finding=F1))


@pytest.mark.parametrize("format", ["pdf", "xlsx"])
def test_another_customers_claim_is_no_file(office: Office, format: str) -> None:
    """Rule 32."""
    app = claimed(office)
    number = claims.frame(office.desk)[0]["number"]
    own = access.session_viewer(app.user["saldo_session"])  # type: ignore[attr-defined]
    other_app = screen(office, "billing", value="C2")
    other = access.session_viewer(other_app.user["saldo_session"])  # type: ignore[attr-defined]
    assert own and other and export("claim")

    file = writer_of(office)("claim", format, {"claim": number}, own)

    assert file.rows == 1
    assert number.lower() in file.name.lower()
    for viewer, asked in ((other, number), (own, "K-2026-9999"), (own, "")):
        with pytest.raises(NoSuchExport):
            writer_of(office)("claim", format, {"claim": asked}, viewer)


def test_what_was_known_before_is_looked_at_and_not_decided_on(office: Office) -> None:
    claimed(office)

    app = screen(office, "billing", known_at="2999-01-01")

    assert [each.key for each in app.button if str(each.key).startswith(("claim", "acc"))] == []


def test_a_line_that_is_right_is_shown_and_not_decided_on(office: Office) -> None:
    app = screen(office, "billing", outcome="correct")

    assert "Tick findings" not in seen(app)
