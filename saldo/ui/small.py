"""Small tables: a few labels and figures as text, the figures to the right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from saldo.ui.markup import plain


@dataclass(frozen=True, slots=True)
class Line:
    """A label and its value, both already in words."""

    label: str
    value: str
    strong: bool = False


def small_table(lines: Sequence[Line], *, key: str, alt: str) -> None:
    """The lines under each other; a strong one is a sum or a balance."""
    shown = {
        "label": [_cell(line.label, line.strong) for line in lines],
        "value": [_cell(line.value, line.strong) for line in lines],
    }
    with st.container(key=f"small_{key}"):
        st.table(shown, border="horizontal", hide_index=True, hide_header=True, alt=alt)


def _cell(text: str, strong: bool) -> str:
    safe = plain(text)
    return f"**{safe}**" if strong and safe else safe
