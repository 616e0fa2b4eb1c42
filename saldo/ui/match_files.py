"""Match files: what was found as Excel and PDF, made at the click, and saving it."""

from __future__ import annotations

import json
from collections.abc import Callable

import streamlit as st

from saldo import access
from saldo.deeds import Refused
from saldo.deeds.reconciling import LONGEST_NAME, save_reconciliation
from saldo.desk import audit
from saldo.documents import MEDIA_TYPES, About, file_name
from saldo.documents.letter import PDF
from saldo.documents.reconciliation import reconciliation_book, reconciliation_letter
from saldo.intake.supplier_rows import Holds
from saldo.reporting.matching import Matched
from saldo.ui import match_work
from saldo.ui.empty import refused
from saldo.ui.match_work import Work
from saldo.ui.page import Page
from saldo.ui.state import choose


def downloads(page: Page, work: Work, matched: Matched) -> None:
    """Excel and PDF of the result on screen. Nothing is kept on the server."""
    about = _about(page, work, matched)
    names = dict(page.accounts.select("customer_no", "name").iter_rows())
    files: dict[str, tuple[str, Callable[[], bytes]]] = {
        "xlsx": (MEDIA_TYPES["xlsx"], lambda: reconciliation_book(matched, about)),
        "pdf": (PDF, lambda: reconciliation_letter(matched, about, names)),
    }
    numbers = list(names)
    for format, (media, make) in files.items():
        st.download_button(
            {"xlsx": "Excel", "pdf": "PDF"}[format],
            _noted(page, matched, format, make),
            file_name=file_name("reconciliation", numbers, matched.as_of, format),
            mime=media,
            key=f"match_{format}",
            on_click="ignore",
            icon=":material/download:",
        )


def save(page: Page, work: Work) -> None:
    """A name, and the result is kept for whoever sees the same accounts."""
    t = page.reader.t
    with st.popover(t("match.save"), icon=":material/bookmark_add:"):
        st.text_input(t("match.name"), key="match_name", max_chars=LONGEST_NAME)
        st.caption(t("match.save_hint"))
        st.button(
            t("match.save_now"), key="match_save", type="primary", on_click=_save,
            args=(page, work),
        )  # fmt: skip
    error = st.session_state.pop("_match_unsaved", None)
    if error is not None:
        refused(error, page.reader)


def _save(page: Page, work: Work) -> None:
    read = match_work.result(page, work)
    try:
        key = page.act(
            save_reconciliation,
            name=st.session_state["match_name"],
            file_name=work.name,
            filters=page.filters,
            theirs=read.theirs,
            all_entries=work.meant.holds is Holds.all,
            decisions=work.decisions,
            since=read.since,
        )
    except Refused as error:
        st.session_state["_match_unsaved"] = error
        return
    match_work.drop()
    choose("saved", str(key))


def _about(page: Page, work: Work, matched: Matched) -> About:
    t, fresh = page.reader.t, page.snapshot.freshness
    holds = t("match.holds.all" if matched.all_entries else "match.holds.open")
    return About(
        report="reconciliation",
        title=t("exports.report.reconciliation"),
        as_of=matched.as_of,
        snapshot=fresh.build,
        loaded_at=fresh.loaded_at,
        reader=page.reader,
        filters=((t("match.file"), work.name), (t("match.holds.label"), holds)),
        sample=access.office().settings.is_demo,
        known_at=page.filters.known_at,
    )


def _noted(
    page: Page, matched: Matched, format: str, make: Callable[[], bytes]
) -> Callable[[], bytes]:
    """The file, and a line in the audit trail that it was taken."""

    def made() -> bytes:
        content = make()
        office = access.office()
        audit.note(
            office.desk,
            at=office.now(),
            person_id=page.viewer.person_id,
            action="export taken",
            subject=f"match.{format}",
            detail=json.dumps({"rows": len(matched.theirs)}),
        )
        return content

    return made
