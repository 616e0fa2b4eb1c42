"""Deadlines: the last days to give notice, as an iCalendar file of what was asked (rule 25)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from saldo.documents import word
from saldo.documents.calendar import CALENDAR, Entry, calendar_file
from saldo.reporting.contracts import contract_deadlines
from saldo.web.asking import Asked
from saldo.web.exports import File


def notice_days(asked: Asked) -> File:
    """One entry per contract: its last notice day, and what doing nothing costs."""
    found = contract_deadlines(asked.books, asked.viewer.scope, asked.filters)
    made_at = asked.about().loaded_at.replace(tzinfo=asked.office.settings.timezone)
    name = f"{asked.reader.t('exports.report.contract-deadlines')} · Saldo"
    entries = [_entry(row, asked) for row in found.iter_rows(named=True)]
    content = calendar_file(name, entries, made_at)
    return File(content, CALENDAR, asked.file_name("ics"), found.height)


def _entry(row: Mapping[str, Any], asked: Asked) -> Entry:
    t, f = asked.reader.t, asked.reader.f
    named = row["name"] or word(row["category"], asked.reader)
    return Entry(
        # The same contract's next term is another deadline.
        uid=f"{row['company_no']}-{row['contract_no']}-{row['term_end']}",
        day=row["last_notice_day"],
        title=t("contracts.calendar.title", contract=row["contract_no"], name=named),
        text=t(
            "contracts.calendar.text",
            end=f.date(row["term_end"]),
            renewed=f.date(row["renewed_to"]) if row["renewed_to"] else "–",
            amount=f.money(row["renewal_cost"], row["currency"]),
        ),
    )
