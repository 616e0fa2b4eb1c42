"""Keys: `/` to the search, `g` and a letter to a page, `?` to the list of them."""

from __future__ import annotations

import streamlit as st

from saldo.access import register
from saldo.i18n import Reader
from saldo.ui.small import Line, small_table

LETTERS = {
    "a": "account",
    "p": "pay",
    "i": "invoices",
    "y": "payments",
    "s": "statement",
    "m": "match",
    "r": "reports",
    "d": "deliveries",
    "c": "contracts",
    "u": "inventory",
    "k": "billing",
    "b": "budget",
    "f": "cash",
}
"""The letter after `g`, the same in every language."""


def keys(reader: Reader) -> None:
    """Listen to the keys, and offer the list of them."""
    paths = {surface.name: surface.path for surface in register.PAGES}
    here = {letter: name for letter, name in LETTERS.items() if name in paths}
    t = reader.t
    with st.popover(t("frame.keys"), icon=":material/keyboard:", key="keys_help", type="tertiary"):
        lines = [Line("/", t("frame.key_search")), Line("?", t("frame.keys"))]
        lines += [Line(f"g {letter}", t(f"{name}.title")) for letter, name in here.items()]
        small_table(lines, key="keys", alt=t("frame.keys"))
    listener = st.components.v2.component("saldo.keys", js="keys.js")
    listener(
        key="keys",
        data={"pages": {letter: paths[name] for letter, name in here.items()}},
        height=1,
    )
