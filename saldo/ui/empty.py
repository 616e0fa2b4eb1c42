"""Empty states: what a page says instead of figures, and the way on."""

from __future__ import annotations

import streamlit as st

from saldo.deeds import Refused
from saldo.i18n import Reader
from saldo.reporting import BadFilter
from saldo.ui.markup import plain


def nothing(title: str, hint: str) -> None:
    """A quiet box: why there is nothing, and what would show something."""
    with st.container(border=True, horizontal_alignment="center", gap="xsmall", key="empty"):
        st.markdown(f"**{title}**", text_alignment="center")
        st.caption(hint, text_alignment="center")


def no_snapshot(reader: Reader) -> None:
    """Nothing was loaded yet."""
    nothing(reader.t("frame.nothing_loaded"), reader.t("frame.nothing_loaded_hint"))


def no_accounts(reader: Reader) -> None:
    """The viewer is entitled to no account, or asked for one that is not theirs."""
    nothing(reader.t("frame.no_accounts"), reader.t("frame.no_accounts_hint"))


def bad_filter(error: BadFilter, reader: Reader) -> None:
    """The address holds what it cannot: say which part, offer the page without it."""
    st.error(reader.t("errors.bad_filter", name=plain(error.field), value=plain(error.value)))
    st.button(reader.t("errors.start_over"), key="start_over", on_click=st.query_params.clear)


def refused(error: Refused, reader: Reader) -> None:
    """Something could not be done: why, and what to do."""
    st.error(plain(reader.t(error.key, **error.params)))
