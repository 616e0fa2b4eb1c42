"""Reports as files: what the export route calls, with the figures' as-of, source and filters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from saldo.access.offices import Office
from saldo.access.viewer import Viewer
from saldo.documents import MEDIA_TYPES, headings, table_file
from saldo.reporting.reports import REPORTS, Report
from saldo.web.asking import Asked, asked
from saldo.web.exports import BadRequest, File, NoSuchExport, Writer
from saldo.web.letters import LETTERS


def writer_of(office: Office) -> Writer:
    """The writer of an office's reports and letters, for the export route."""

    def write(name: str, format: str, query: Mapping[str, str], viewer: Viewer) -> File:
        if (name, format) in LETTERS:
            return LETTERS[name, format](asked(office, name, query, viewer))
        if name not in REPORTS or format not in MEDIA_TYPES:
            raise NoSuchExport
        return _table(asked(office, name, query, viewer), format)

    return write


def _table(asked: Asked, format: str) -> File:
    report = REPORTS[asked.name]
    columns = _columns(asked, report)
    about = asked.about(totals=report.totals)
    if columns:
        named = ", ".join(headings(columns, asked.reader, report.name))
        said = (asked.reader.t("exports.filter.columns"), named)
        about = replace(about, filters=(*about.filters, said))
    frame = report.run(asked.books, asked.viewer.scope, asked.filters)
    return File(
        content=table_file(frame, format, about, columns=columns),
        media_type=MEDIA_TYPES[format],
        name=asked.file_name(format),
        rows=frame.height,
    )


def _columns(asked: Asked, report: Report) -> tuple[str, ...]:
    """The columns that `columns=` names, in its order; empty for all.

    Raises `BadRequest` on a name the report does not have.
    """
    given = [name.strip() for name in asked.query.get("columns", "").split(",")]
    names = tuple(dict.fromkeys(name for name in given if name))
    unknown = [name for name in names if name not in report.columns]
    if unknown:
        t = asked.reader.t
        said = {"name": ", ".join(unknown)[:200], "columns": ", ".join(report.columns)}
        raise BadRequest(t("errors.no_such_column", **said))
    return names
