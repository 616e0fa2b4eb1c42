"""Views: a page's filters kept under a name: opened, saved, shared, forgotten; and Reset.

Explicit: nothing is remembered that nobody saved.
"""

from __future__ import annotations

import streamlit as st

from saldo.deeds import Refused
from saldo.deeds.views import LONGEST_NAME, OPENED_ROWS, drop_view, open_view, save_view, views_of
from saldo.desk.views import View
from saldo.ui.empty import refused
from saldo.ui.markup import plain
from saldo.ui.page import Page
from saldo.ui.state import become, chosen

PAGES = ("invoices", "payments", "deliveries", "billing", "reports")
"""The pages that list, and so have views."""
_SAID = "view_refused"


def view_menu(page: Page) -> None:
    """The button with the views of this page, and Reset where the address chooses anything."""
    if page.name not in PAGES or OPENED_ROWS & set(chosen()):
        return
    t = page.reader.t
    with st.popover(t("views.title"), icon=":material/bookmark:", key="views"):
        _listed(page)
        _save_form(page)
        said = st.session_state.pop(_SAID, None)
        if said is not None:
            refused(said, page.reader)
    if chosen():
        st.button(
            t("views.reset"),
            key="reset",
            type="tertiary",
            icon=":material/restart_alt:",
            on_click=become,
            args=({},),
        )


def _listed(page: Page) -> None:
    t = page.reader.t
    found: list[View] = page.act(views_of, page=page.name)
    if not found:
        st.caption(t("views.none"))
    for view in found:
        own = view.owner == page.viewer.person_id
        with st.container(horizontal=True, vertical_alignment="center", key=f"view_{view.id}"):
            st.button(
                plain(view.name),
                key=f"view_open_{view.id}",
                type="tertiary",
                icon=":material/group:" if view.shared else ":material/person:",
                help=t("views.shared_by", name=plain(view.owner_name)) if view.shared else None,
                on_click=_open,
                args=(page, view.id),
            )
            if own:
                st.space("stretch")
                st.button(
                    t("views.forget"),
                    key=f"view_drop_{view.id}",
                    type="tertiary",
                    on_click=_try,
                    args=(page, drop_view),
                    kwargs={"view_id": view.id},
                )


def _save_form(page: Page) -> None:
    t = page.reader.t
    name, shared = f"view_name_{page.name}", f"view_shared_{page.name}"

    def save() -> None:
        _try(
            page,
            save_view,
            page=page.name,
            name=st.session_state[name],
            query=chosen(),
            shared=st.session_state[shared],
        )

    with st.form(f"save_view_{page.name}", border=False, clear_on_submit=True):
        st.text_input(t("views.name"), key=name, max_chars=LONGEST_NAME)
        st.checkbox(t("views.share"), key=shared, help=t("views.share_means"))
        st.form_submit_button(t("views.save"), on_click=save)


def _open(page: Page, view_id: int) -> None:
    try:
        become(page.act(open_view, page=page.name, view_id=view_id))
    except Refused as error:
        st.session_state[_SAID] = error


def _try(page: Page, deed: object, /, **details: object) -> None:
    try:
        page.act(deed, **details)  # type: ignore[arg-type]
    except Refused as error:
        st.session_state[_SAID] = error
