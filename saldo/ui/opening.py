"""Opening: a page body inside its frame, at most two at once."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from saldo import access
from saldo.access import Viewer
from saldo.i18n import Reader, reader_for
from saldo.reporting import BadFilter, Filters, accounts, default_as_of
from saldo.ui import empty, frame
from saldo.ui.cache import answer
from saldo.ui.found import found
from saldo.ui.page import Page
from saldo.ui.state import arrive, chosen, depart
from saldo.warehouse import NoSnapshot, current
from saldo.warehouse.known import known_at

# Past two at once the throughput of one process falls: they wait for the same interpreter.
GATE = threading.BoundedSemaphore(2)


@contextmanager
def opened(name: str, viewer: Viewer) -> Iterator[Page]:
    """Draw the frame around the page `name` and hand out what the page needs.

    Without a snapshot, an account or a readable filter the run stops here with a word why.
    """
    reader = reader_for(viewer.language)
    depart()
    arrive(name)
    with GATE:
        page = _prepared(name, viewer, reader)
        frame.draw(page)
        if page.accounts.is_empty():
            empty.no_accounts(reader)
            st.stop()
        found(page)
        yield page


def _prepared(name: str, viewer: Viewer, reader: Reader) -> Page:
    office = access.office()
    try:
        snapshot = current(office.settings.home)
        day = default_as_of(snapshot.freshness, office.settings.today())
        filters = Filters.from_query(chosen(), day)
    except NoSnapshot:
        frame.bare(name, viewer, reader)
        empty.no_snapshot(reader)
        st.stop()
    except BadFilter as error:
        frame.bare(name, viewer, reader)
        empty.bad_filter(error, reader)
        st.stop()
    if filters.known_at:
        snapshot = known_at(office.settings.home, filters.known_at)
    revision = office.desk.revision()
    everyone = answer(
        accounts.customers,
        snapshot=snapshot,
        revision=revision,
        scope=viewer.scope,
        filters=Filters(as_of=filters.as_of),
    )
    return Page(
        name=name,
        viewer=viewer,
        reader=reader,
        snapshot=snapshot,
        revision=revision,
        filters=filters,
        everyone=everyone,
        default_as_of=day,
    )
