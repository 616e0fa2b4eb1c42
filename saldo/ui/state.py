"""State: the address is the one truth of what is chosen; widgets mirror it.

Streamlit's own binding writes a widget's *labels* into the address. Ours writes values that mean
the same in every language and are what `Filters` reads, so that a link, a page and an export agree.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

# What stays chosen when one goes to another page.
CARRIED = ("customer", "as_of", "known_at", "currency")
_GHOSTS = 20


def arrive(page: str) -> None:
    """Bring what is carried from the page before into the address, once, on arrival.

    An address that itself names any of it was a link, and stays as it is.
    """
    before = st.session_state.get("_page")
    if before not in (None, page):
        _mend(page)
    if before not in (None, page) and not set(CARRIED) & set(st.query_params):
        for name, value in st.session_state.get("_carried", {}).items():
            st.query_params[name] = value
    st.session_state["_page"] = page
    st.session_state["_carried"] = {
        name: st.query_params[name] for name in CARRIED if name in st.query_params
    }


def _mend(page: str) -> None:
    """After the browser's Back: the address this page had when it was left for another.

    Streamlit writes the other page's parameters behind this page's path first and changes the path
    after it, so the browser's history holds this page with the other's parameters.
    """
    ghosts = st.session_state.setdefault("_ghosts", [])
    for ghost in ghosts:
        left, sent, own = ghost
        if left == page and sent == chosen() and set(sent) - set(CARRIED):
            ghosts.remove(ghost)
            st.query_params.from_dict(own)
            return


def chosen() -> dict[str, str]:
    """The address's parameters."""
    return {name: str(value) for name, value in st.query_params.items()}


def choose(name: str, value: str | None, *, default: str | None = None) -> None:
    """Put one parameter into the address, or take it out (also where it is the default).

    Another choice begins at its first page of rows.
    """
    st.query_params.pop("rows", None)
    if value in (None, "", default):
        st.query_params.pop(name, None)
    else:
        st.query_params[name] = value


def forget(*names: str) -> None:
    """Take parameters out of the address."""
    for name in names:
        st.query_params.pop(name, None)


def here() -> str:
    """The name of the page that is being drawn."""
    return str(st.session_state.get("_page", ""))


def become(query: dict[str, str]) -> None:
    """From a callback: the same page under another address."""
    st.query_params.from_dict(query)


def mirror(
    name: str, value: Any, write: Callable[[Any], str | None], *, default: str | None = None
) -> dict[str, Any]:
    """`key` and `on_change` for a widget that shows `value` and writes the parameter `name`."""
    key = f"choose_{name}"
    st.session_state[key] = value

    def changed() -> None:
        choose(name, write(st.session_state[key]), default=default)

    return {"key": key, "on_change": changed}


def go(page: str, query: dict[str, str]) -> None:
    """From a callback: open another page as soon as the run begins."""
    st.session_state["_go"] = (page, query)


def depart() -> None:
    """Leave for the page that a callback asked for, if one did."""
    asked = st.session_state.pop("_go", None)
    if asked is not None:
        page, query = asked
        if page != here():
            ghosts = st.session_state.get("_ghosts", [])
            st.session_state["_ghosts"] = [*ghosts, (here(), dict(query), chosen())][-_GHOSTS:]
        st.switch_page(f"pages/{page}.py", query_params=query)
