"""Reports as files: what the export route calls, with the figures' as-of, source and filters."""

from __future__ import annotations

from collections.abc import Mapping

from saldo.access.offices import Office
from saldo.access.viewer import Viewer
from saldo.documents import MEDIA_TYPES, table_file
from saldo.reporting.reports import REPORTS
from saldo.web.asking import Asked, asked
from saldo.web.exports import File, NoSuchExport, Writer
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
    frame = report.run(asked.books, asked.viewer.scope, asked.filters)
    return File(
        content=table_file(frame, format, asked.about(totals=report.totals)),
        media_type=MEDIA_TYPES[format],
        name=asked.file_name(format),
        rows=frame.height,
    )
