"""The viewer of a script run: asked anew at every rerun, and nobody where anything is unclear."""

from __future__ import annotations

from typing import NoReturn
from urllib.parse import quote

import streamlit as st

from saldo import access
from saldo.access import Viewer, register
from saldo.i18n import language_of, reader_for

_SESSION = "saldo_session"


def require_viewer(page: str) -> Viewer:
    """Who is looking at the page `page` (its file's name). The first line of every page.

    A stranger, a revoked session and a role the page is not registered for see a way to sign in
    and nothing else: the run stops here.
    """
    viewer = current_viewer()
    if viewer is None:
        _turn_away(page)
    if not register.page(page).admits(viewer):
        st.info(reader_for(viewer.language).t("frame.not_for_you"))
        st.stop()
    access.office().touch(viewer.session_id)
    return viewer


def current_viewer() -> Viewer | None:
    """Who holds the session of this websocket now, or None."""
    return access.session_viewer(str(st.user.get(_SESSION) or "") or None)


def _turn_away(page: str) -> NoReturn:
    st.session_state.clear()
    t = reader_for(language_of(st.context.locale)).t
    st.title(t("frame.signed_out"))
    st.markdown(t("frame.sign_in_again"))
    address = f"/login?next={quote(register.page(page).path, safe='')}"
    st.html(f'<a class="saldo-button" href="{address}" target="_self">{t("frame.sign_in")}</a>')
    st.stop()
