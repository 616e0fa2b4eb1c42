"""Reports as files: what the export route calls, with the figures' as-of, source and filters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from saldo.access.offices import Office
from saldo.access.viewer import Viewer
from saldo.desk import disputes
from saldo.documents import MEDIA_TYPES, About, file_name, table_file, word
from saldo.documents.statement import PDF, TooLong, statement_pdf
from saldo.i18n import Reader, reader_for
from saldo.reporting import BadFilter, Books, Filters, default_as_of, open_books
from saldo.reporting.reports import REPORTS, Report
from saldo.reporting.statements import statement_of
from saldo.warehouse import NoSnapshot
from saldo.web.exports import BadRequest, File, NoSuchExport, Writer

_OF_A_PERIOD = frozenset({"statement", "balance-trend"})
_CODED = frozenset({"status", "bucket", "baseline", "aged_by", "outcome", "category"})


@dataclass(frozen=True, slots=True)
class _Asked:
    """One export: the report, its books and filters, and who reads it."""

    report: Report
    books: Books
    filters: Filters
    reader: Reader
    viewer: Viewer


def writer_of(office: Office) -> Writer:
    """The writer of an office's reports, for the export route."""

    def write(report: str, format: str, query: Mapping[str, str], viewer: Viewer) -> File:
        if (report, format) == ("statement", "pdf"):
            return _letter(office, query, viewer)
        if report not in REPORTS or format not in MEDIA_TYPES:
            raise NoSuchExport
        asked = _asked(office, REPORTS[report], query, viewer)
        frame = asked.report.run(asked.books, viewer.scope, asked.filters)
        return File(
            content=table_file(frame, format, _about(asked, sample=office.settings.is_demo)),
            media_type=MEDIA_TYPES[format],
            name=file_name(report, _customers(asked), asked.filters.as_of, format),
            rows=frame.height,
        )

    return write


def _letter(office: Office, query: Mapping[str, str], viewer: Viewer) -> File:
    """The statement of account as PDF; without an account of the viewer's there is none."""
    asked = _asked(office, REPORTS["statement"], query, viewer)
    statement = statement_of(asked.books, viewer.scope, asked.filters)
    if not statement.customers:
        raise NoSuchExport
    about = _about(asked, sample=office.settings.is_demo)
    try:
        content = statement_pdf(statement, about, known_at=asked.filters.known_at)
    except TooLong as error:
        said = asked.reader.t("statement.too_long", count=error.lines)
        raise BadRequest(said) from None
    name = file_name("statement", _customers(asked), statement.end, "pdf")
    return File(content, PDF, name, statement.lines)


def _asked(office: Office, report: Report, query: Mapping[str, str], viewer: Viewer) -> _Asked:
    reader = reader_for(viewer.language)
    today = office.settings.today()
    try:
        filters = Filters.from_query(query, today)
        books = open_books(office.settings.home, disputes.frame(office.desk), filters.known_at)
    except BadFilter as error:
        said = reader.t("errors.bad_filter", name=error.field, value=error.value)
        raise BadRequest(said) from None
    except NoSnapshot:
        raise NoSuchExport from None
    if not query.get("as_of", "").strip():
        filters = replace(filters, as_of=_day(report, filters, books, today=today))
    return _Asked(report, books, filters, reader, viewer)


def _day(report: Report, filters: Filters, books: Books, *, today: date) -> date:
    day = default_as_of(books.snapshot.freshness, today)
    return filters.end or day if report.name in _OF_A_PERIOD else day


def _about(asked: _Asked, *, sample: bool) -> About:
    fresh = asked.books.snapshot.freshness
    return About(
        report=asked.report.name,
        title=asked.reader.t(f"exports.report.{asked.report.name}"),
        as_of=asked.filters.as_of,
        snapshot=fresh.build,
        loaded_at=fresh.loaded_at,
        reader=asked.reader,
        filters=_filters_in_words(asked.filters, asked.reader),
        totals=asked.report.totals,
        sample=sample,
    )


def _filters_in_words(filters: Filters, reader: Reader) -> tuple[tuple[str, str], ...]:
    return tuple(
        (
            reader.t(f"exports.filter.{name}"),
            word(value, reader) if name in _CODED else value,
        )
        for name, value in filters.to_query().items()
        if name != "as_of"
    )


def _customers(asked: _Asked) -> tuple[str, ...]:
    scope = asked.viewer.scope
    only_customers = not (scope.groups or scope.reps or scope.unlimited)
    return asked.filters.customers or (scope.customers if only_customers else ())
