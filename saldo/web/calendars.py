"""Calendars: what is expected when, as an iCalendar file of what was asked."""

from __future__ import annotations

from typing import Any

import polars as pl

from saldo.documents.calendar import CALENDAR, Entry, calendar_file
from saldo.reporting.arrivals import arrivals
from saldo.web.asking import Asked
from saldo.web.exports import File

_NAMED = 2


def expected_deliveries(asked: Asked) -> File:
    """One entry per order, site and expected day; it moves when the day does."""
    found = arrivals(asked.books, asked.viewer.scope, asked.filters)
    shared = ("customer_no", "company_no", "order_no", "site_no", "expected")
    parts = found.partition_by(*shared, maintain_order=True)
    entries = [_delivery(part, asked) for part in parts]
    made_at = asked.about().loaded_at.replace(tzinfo=asked.office.settings.timezone)
    name = f"{asked.reader.t('exports.report.arrivals')} · Saldo"
    content = calendar_file(name, entries, made_at)
    return File(content, CALENDAR, asked.file_name("ics"), found.height)


def _delivery(lines: pl.DataFrame, asked: Asked) -> Entry:
    t, f = asked.reader.t, asked.reader.f
    first: dict[str, Any] = lines.row(0, named=True)
    names = [each for each in lines["description"].fill_null(lines["product_no"]) if each]
    more = f" +{len(names) - _NAMED}" if len(names) > _NAMED else ""
    what = ", ".join(names[:_NAMED]) + more
    said = [t("calendar.promised", day=f.date(first["promised"]), week=f.week(first["promised"]))]
    if first["earliest"] is not None:
        said += [t("calendar.range", first=f.date(first["earliest"]), last=f.date(first["latest"]))]
    said += [
        f"{f.number(line['ordered_qty'])} {line['unit'] or ''} {line['description'] or ''}".strip()
        for line in lines.iter_rows(named=True)
    ]
    return Entry(
        uid="-".join((first["company_no"], first["order_no"], first["line_no"])),
        day=first["expected"],
        title=t("calendar.delivery", order=first["order_no"], what=what).strip(" :"),
        text="\n".join(said),
        place=first["site_no"] or "",
    )
