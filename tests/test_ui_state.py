"""The address as the one truth: what the browser's Back brings back."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

SENT = {"document": "1/invoice/F1"}
OWN = {"status": "unapplied", "payment": "1/P1"}


def _script() -> None:
    import streamlit as st

    from saldo.ui.state import arrive

    arrive(st.session_state["now"])


def _arrived(before: str, now: str, **query: str) -> AppTest:
    """The page `now`, come from `before`; payments was left for an invoice in this session."""
    app = AppTest.from_function(_script)
    app.session_state["_page"] = before
    app.session_state["now"] = now
    app.session_state["_ghosts"] = [("payments", SENT, OWN)]
    for name, text in query.items():
        app.query_params[name] = text
    return app.run()


def _address(app: AppTest) -> dict[str, str]:
    return {
        name: value if isinstance(value, str) else value[0]
        for name, value in app.query_params.items()
    }


def test_back_brings_a_page_with_its_own_address() -> None:
    """The history holds the payments' path with the invoice's parameters."""
    app = _arrived("invoices", "payments", **SENT)

    assert _address(app) == OWN
    assert app.session_state["_ghosts"] == []


def test_a_link_or_the_menu_is_followed_as_it_says() -> None:
    for before, now, query in (
        ("invoices", "payments", {"payment": "1/P9"}),
        ("invoices", "payments", {}),
        ("payments", "payments", SENT),
        ("payments", "invoices", SENT),
    ):
        assert _address(_arrived(before, now, **query)) == query
