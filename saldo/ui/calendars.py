"""Calendars: a page's dates as a file, and as a secret address for one's calendar program."""

from __future__ import annotations

from urllib.parse import urlsplit

import streamlit as st

from saldo import access
from saldo.deeds import Refused
from saldo.deeds.subscribing import end_subscription, subscribe
from saldo.desk import feeds
from saldo.desk.feeds import Feed
from saldo.reporting import Filters
from saldo.ui.downloads import export_link
from saldo.ui.empty import refused
from saldo.ui.markup import plain
from saldo.ui.page import Page


def calendars(page: Page, kind: str, export: str, filters: Filters) -> None:
    """A button that opens it: the file, one's own addresses of that kind, a new one, an end."""
    t = page.reader.t
    with st.popover(t("calendar.title"), icon=":material/calendar_month:", key=f"calendar_{kind}"):
        st.markdown(f"**{t('calendar.file')}**")
        link = export_link(export, "ics", filters)
        name = f"{t(f'exports.report.{export}')} (.ics)"
        st.html(
            f'<a class="saldo-link" href="{link.replace("&", "&amp;")}" target="_self" download>'
            f"{name}</a>"
        )
        st.markdown(f"**{t('calendar.subscribe')}**")
        st.caption(t("calendar.secret"))
        st.button(
            t("calendar.make"),
            key=f"feed_make_{kind}",
            on_click=_made,
            args=(page, kind, filters),
        )
        _told(page, kind)
        _standing(page, kind)


def _made(page: Page, kind: str, filters: Filters) -> None:
    query = {
        name: text
        for name, text in filters.to_query().items()
        if name in ("customer", "site", "baseline")
    }
    try:
        token = page.act(subscribe, kind=kind, query=query)
    except Refused as error:
        st.session_state[f"_feed_{kind}"] = error
        return
    st.session_state[f"_feed_{kind}"] = f"{_origin()}/feed/{token}.ics"


def _told(page: Page, kind: str) -> None:
    """The new address, shown this once."""
    told = st.session_state.pop(f"_feed_{kind}", None)
    if isinstance(told, Refused):
        refused(told, page.reader)
    elif told:
        st.caption(page.reader.t("calendar.once"))
        st.code(told, language=None, wrap_lines=True)


def _standing(page: Page, kind: str) -> None:
    t, office = page.reader.t, access.office()
    for feed in feeds.of_person(office.desk, page.viewer.person_id, kind, at=office.now()):
        with st.container(horizontal=True, vertical_alignment="center", key=f"feed_{feed.id}"):
            st.caption(_said(page, feed), width="stretch")
            st.button(
                t("calendar.end"),
                key=f"feed_end_{feed.id}",
                type="tertiary",
                on_click=_ended,
                args=(page, kind, feed.id),
            )


def _said(page: Page, feed: Feed) -> str:
    t, f, zone = page.reader.t, page.reader.f, access.office().settings.timezone
    views = t("calendar.views", count=feed.views)
    made = f.date(feed.created_at.astimezone(zone).date())
    until = f.date(feed.expires_at.astimezone(zone).date())
    said = t("calendar.standing", made=made, until=until, views=views)
    return said + (f" · {plain(feed.query)}" if feed.query else "")


def _ended(page: Page, kind: str, feed_id: int) -> None:
    try:
        page.act(end_subscription, feed_id=feed_id)
    except Refused as error:
        st.session_state[f"_feed_{kind}"] = error


def _origin() -> str:
    """The installation's stated address, else the one that the reader uses."""
    settings = access.office().settings
    if settings.base_url and not settings.is_demo:
        return settings.base_url.rstrip("/")
    here = urlsplit(str(st.context.url or ""))
    return f"{here.scheme}://{here.netloc}" if here.netloc else ""
