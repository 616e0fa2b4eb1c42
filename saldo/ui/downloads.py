"""Downloads: links to exactly what is shown. The server decides at the click what that may be."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from urllib.parse import quote, urlencode

import streamlit as st

from saldo.i18n import Reader
from saldo.reporting import Filters

_FORMATS = {"xlsx": "Excel", "csv": "CSV", "parquet": "Parquet"}
_LETTERS = {"statement": {"pdf": "PDF"}}


def downloads(
    report: str, filters: Filters, reader: Reader, *, columns: Sequence[str] = ()
) -> None:
    """A report under the page's filters: Excel, CSV and Parquet, before them a letter's PDF.

    `columns` are the report's that the files hold, in their order; without them all.
    """
    links = "".join(
        f'<a class="saldo-link" href="{escape(export_link(report, format, filters, columns))}" '
        f'target="_self" download>{name}</a>'
        for format, name in (_LETTERS.get(report, {}) | _FORMATS).items()
    )
    label = reader.t("frame.download")
    st.html(f'<span class="saldo-faint" title="{label}">↓{links}</span>', width="content")


def document_link(name: str, query: dict[str, str], label: str, format: str = "pdf") -> None:
    """A link to one document of its own by name, its address percent-encoded."""
    address = f"/export/{quote(name)}.{quote(format)}?{urlencode(query)}"
    link = f'<a class="saldo-link" href="{escape(address)}" target="_self" download>'
    st.html(f"{link}{escape(label)}</a>", width="content")


def export_link(report: str, format: str, filters: Filters, columns: Sequence[str] = ()) -> str:
    """The address of one export, every part of it percent-encoded."""
    query = filters.to_query() | ({"columns": ",".join(columns)} if columns else {})
    return f"/export/{quote(report)}.{quote(format)}?{urlencode(query)}"
