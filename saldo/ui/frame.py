"""Frame: what stands around every page: whose figures, as of when, how fresh, who is looking."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import polars as pl
import streamlit as st

from saldo import access
from saldo.access import Viewer
from saldo.desk import people
from saldo.i18n import Language, Reader
from saldo.reporting import Filters
from saldo.settings import ROOT, Settings
from saldo.ui import filters as pickers
from saldo.ui.keys import keys
from saldo.ui.markup import plain
from saldo.ui.page import Page
from saldo.ui.state import mirror
from saldo.ui.views import view_menu
from saldo.warehouse import Freshness

STYLE = Path(__file__).parent / "style.css"
LOGO = ROOT / "static" / "saldo.svg"
STALE_AFTER = timedelta(hours=36)
_LANGUAGES = {"en": "English", "sv": "Svenska", "en_SE": "English (SE)"}


def bare(name: str, viewer: Viewer, reader: Reader) -> None:
    """The frame where there are no figures to frame."""
    st.html(STYLE)
    with st.sidebar:
        _person(viewer, reader)
    st.title(reader.t(f"{name}.title"), anchor=False)


def draw(page: Page) -> None:
    """Header and side of a page."""
    reader, filters, settings = page.reader, page.filters, access.office().settings
    freshness = page.snapshot.freshness
    st.html(STYLE)
    with st.sidebar:
        pickers.account_picker(page.everyone, filters, reader)
        pickers.as_of_picker(filters, page.default_as_of, settings.today(), reader)
        pickers.known_at_picker(filters, settings.today(), reader)
        pickers.currency_picker(_currencies(page.everyone), filters, reader)
        _person(page.viewer, reader, demo=settings.is_demo)
    with st.container(key="head", horizontal=True, vertical_alignment="bottom", gap="small"):
        st.title(reader.t(f"{page.name}.title"), anchor=False, width="stretch")
        _search_box(filters, reader)
    with st.container(key="subhead", horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(_whose(page.accounts, reader), width="content")
        st.markdown(_as_of(filters, freshness, settings, reader), width="content")
        if filters.known_at:
            day = reader.f.date(filters.known_at.date())
            st.badge(reader.t("frame.as_known", day=day), color="orange", icon=":material/history:")
        _freshness(freshness, settings, reader)
        if settings.is_demo:
            st.badge(reader.t("frame.sample_data"), color="violet", icon=":material/science:")
        view_menu(page)


def _currencies(accounts: pl.DataFrame) -> list[str]:
    used = ",".join(accounts["currencies"].to_list())
    return sorted({code for code in used.split(",") if code})


def _whose(shown: pl.DataFrame, reader: Reader) -> str:
    if shown.height == 1:
        account = shown.row(0, named=True)
        return f"**{plain(account['name'])}** · {plain(account['customer_no'])}"
    names = ", ".join(plain(name) for name in shown["name"].head(3))
    if shown.height <= 3:
        return f"**{names}**"
    return f"**{reader.t('frame.accounts_shown', count=shown.height)}**"


def _as_of(filters: Filters, freshness: Freshness, settings: Settings, reader: Reader) -> str:
    t, f = reader.t, reader.f
    last = freshness.last_business_date
    if last and last < settings.today() and filters.as_of == last:
        return t("frame.figures_end", day=f.date(last))
    return t("frame.as_of_day", day=f.date(filters.as_of))


def _freshness(freshness: Freshness, settings: Settings, reader: Reader) -> None:
    now: datetime = settings.now().replace(tzinfo=None)
    text = reader.t("frame.updated", moment=reader.f.moment(freshness.loaded_at))
    if now - freshness.loaded_at > STALE_AFTER:
        st.badge(text, color="orange", icon=":material/schedule:", help=reader.t("frame.stale"))
    else:
        st.caption(text, width="content")


def _search_box(filters: Filters, reader: Reader) -> None:
    st.text_input(
        reader.t("frame.search"),
        type="search",
        placeholder=reader.t("frame.search_hint"),
        icon=":material/search:",
        label_visibility="collapsed",
        width=320,
        max_chars=200,
        **mirror("search", filters.search or "", lambda text: " ".join((text or "").split())),
    )


def _person(viewer: Viewer, reader: Reader, *, demo: bool = False) -> None:
    with st.container(key="person", gap="xsmall"):
        st.divider()
        st.markdown(f"**{plain(viewer.name)}**")
        st.caption(reader.t(f"frame.roles.{viewer.role.value}"))
        _language(viewer, reader)
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            if demo:
                st.html(
                    f'<a class="saldo-link" href="/demo" target="_self">'
                    f"{reader.t('frame.switch_person')}</a>",
                    width="content",
                )
            st.button(
                reader.t("frame.sign_out"),
                key="sign_out",
                type="tertiary",
                icon=":material/logout:",
                on_click=access.sign_out,
                args=(viewer.session_id,),
            )
        keys(reader)


def _language(viewer: Viewer, reader: Reader) -> None:
    st.session_state["choose_language"] = viewer.language.value

    def changed() -> None:
        wanted = Language(st.session_state["choose_language"])
        people.set_language(access.office().desk, viewer.person_id, wanted.value)
        access.office().forget(viewer.session_id)

    st.selectbox(
        reader.t("frame.language"),
        list(_LANGUAGES),
        format_func=_LANGUAGES.__getitem__,
        key="choose_language",
        on_change=changed,
        label_visibility="collapsed",
    )
