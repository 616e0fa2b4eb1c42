"""Rows: lists of documents whose numbers open the document, on whichever page it stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from saldo.i18n import Reader
from saldo.ui.found import document_key
from saldo.ui.page import Page
from saldo.ui.payment import CLASSES
from saldo.ui.state import forget, go
from saldo.ui.tables import Column

_NO_PAGE = "settlement"


def opener(page: Page) -> Callable[[Mapping[str, Any]], None]:
    """What a click on a row's number does: its invoice, credit note or payment opens."""

    def opened(row: Mapping[str, Any]) -> None:
        if row["class"] in CLASSES:
            number = f"{row['company_no']}/{row['document_no']}"
            go("payments", page.query() | {"payment": number})
        elif row["class"] != _NO_PAGE:
            go("invoices", page.query() | {"document": document_key(row)})

    return opened


def opened_heading(reader: Reader, name: str, parameter: str) -> None:
    """The name of what was opened on the page, and the way to close it again."""
    with st.container(horizontal=True, vertical_alignment="center", key=f"opened_{parameter}"):
        st.subheader(name, anchor=False, width="content")
        st.button(
            reader.t("account.close"),
            key=f"close_{parameter}",
            type="tertiary",
            icon=":material/close:",
            on_click=forget,
            args=(parameter,),
        )


def columns_for(page: Page, *columns: Column | None) -> list[Column]:
    """The columns wanted; the account's number only where there are several."""
    alone = page.accounts.height == 1
    return [
        column
        for column in columns
        if column is not None and not (alone and column.name == "customer_no")
    ]
