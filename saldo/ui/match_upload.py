"""Match upload: a ledger is handed in, or a sample of one is tried; what cannot be read is said."""

from __future__ import annotations

import streamlit as st

from saldo import access
from saldo.documents.sample_ledger import SAMPLE_NAME, sample_ledger
from saldo.i18n import Reader
from saldo.intake.refusals import NotATable, Note
from saldo.ui import match_work
from saldo.ui.file_box import file_box
from saldo.ui.markup import plain
from saldo.ui.page import Page

_REFUSED = "_match_refused"


def start(page: Page) -> None:
    """The file box, what it takes, and in the demo a sample to try."""
    t = page.reader.t
    st.markdown(t("match.intro"))
    with st.container(border=True, key="match_start"):
        key = f"match_upload_{match_work.uploads()}"
        file = file_box(t("match.upload"), page.reader, key=key)
        st.caption(t("match.upload_hint"))
        if access.office().settings.is_demo:
            st.button(
                t("match.sample"), key="match_sample", type="tertiary",
                icon=":material/science:", on_click=_try_sample, args=(page,),
            )  # fmt: skip
    told_refusal(page.reader)
    if file is not None:
        _read(page, file.name, file.getvalue())
    st.caption(t("match.nothing_stored"))


def attempt(page: Page, name: str, content: bytes, sheet: str | None = None) -> None:
    """From a callback: read it, or keep the refusal for the run that follows."""
    try:
        match_work.begin(page, name, content, sheet)
    except NotATable as error:
        st.session_state[_REFUSED] = error


def told_refusal(reader: Reader) -> None:
    """Why what was last tried was not taken, said once."""
    error = st.session_state.pop(_REFUSED, None)
    if error is not None:
        refused(error, reader)


def refused(error: NotATable, reader: Reader) -> None:
    """Why an upload is not taken, and what to do."""
    shown = {name: _shown(value) for name, value in error.params.items()}
    st.error(plain(reader.t(f"uploads.error.{error.code}", **shown)))


def noted(notes: tuple[Note, ...], reader: Reader) -> None:
    """What a reader of the upload should know."""
    for note in notes:
        shown = {name: _shown(value) for name, value in note.params.items()}
        st.caption(plain(reader.t(f"uploads.note.{note.code}", **shown)))


def _shown(value: object) -> str | int:
    return value if isinstance(value, int) else str(value)


def _read(page: Page, name: str, content: bytes) -> None:
    try:
        match_work.begin(page, name, content)
    except NotATable as error:
        refused(error, page.reader)
        return
    st.rerun()


def _try_sample(page: Page) -> None:
    content = sample_ledger(match_work.ledger(page), page.filters.as_of)
    attempt(page, SAMPLE_NAME, content)
