"""Asking: what the export route was asked for, parsed, with the books and who reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from saldo.access.offices import Office
from saldo.access.viewer import Viewer
from saldo.documents import About, file_name, word
from saldo.i18n import Reader, reader_for
from saldo.reporting import BadFilter, Books, Filters, default_as_of, open_books
from saldo.warehouse import NoSnapshot
from saldo.web.exports import BadRequest, NoSuchExport

_OF_A_PERIOD = frozenset({"statement", "balance-trend"})
_CODED = frozenset({"status", "bucket", "baseline", "aged_by", "outcome", "category"})


@dataclass(frozen=True, slots=True)
class Asked:
    """One export by name: its books and filters, all of its query, who reads it, and where."""

    name: str
    books: Books
    filters: Filters
    query: Mapping[str, str]
    reader: Reader
    viewer: Viewer
    office: Office

    def about(self, title: str | None = None, totals: tuple[str, ...] = ()) -> About:
        """What the file says of itself."""
        fresh = self.books.snapshot.freshness
        return About(
            report=self.name,
            title=title or self.reader.t(f"exports.report.{self.name}"),
            as_of=self.filters.as_of,
            snapshot=fresh.build,
            loaded_at=fresh.loaded_at,
            reader=self.reader,
            filters=_in_words(self.filters, self.reader),
            totals=totals,
            sample=self.office.settings.is_demo,
            known_at=self.filters.known_at,
        )

    def file_name(self, format: str, *, day: date | None = None) -> str:
        """A safe name that says what is inside."""
        return file_name(self.name, self._customers(), day or self.filters.as_of, format)

    def _customers(self) -> tuple[str, ...]:
        scope = self.viewer.scope
        only_customers = not (scope.groups or scope.reps or scope.unlimited)
        return self.filters.customers or (scope.customers if only_customers else ())


def asked(office: Office, name: str, query: Mapping[str, str], viewer: Viewer) -> Asked:
    """The question of a query. Raises `BadRequest` on a filter that cannot be, `NoSuchExport`."""
    reader = reader_for(viewer.language)
    today = office.settings.today()
    try:
        filters = Filters.from_query(query, today)
        books = open_books(office.settings.home, office.desk, filters.known_at)
    except BadFilter as error:
        said = reader.t("errors.bad_filter", name=error.field, value=error.value)
        raise BadRequest(said) from None
    except NoSnapshot:
        raise NoSuchExport from None
    if not query.get("as_of", "").strip():
        filters = replace(filters, as_of=_day(name, filters, books, today=today))
    return Asked(name, books, filters, query, reader, viewer, office)


def _day(name: str, filters: Filters, books: Books, *, today: date) -> date:
    day = default_as_of(books.snapshot.freshness, today)
    return filters.end or day if name in _OF_A_PERIOD else day


def _in_words(filters: Filters, reader: Reader) -> tuple[tuple[str, str], ...]:
    return tuple(
        (reader.t(f"exports.filter.{name}"), _value_in_words(name, value, reader))
        for name, value in filters.to_query().items()
        if name != "as_of"
    )


def _value_in_words(name: str, value: str, reader: Reader) -> str:
    if name == "sort":
        return reader.t(f"invoices.orders.{value}")
    if name == "steps":
        count, days = value.split("x")
        return reader.t("account.ageing_steps", count=int(count), days=days)
    return word(value, reader) if name in _CODED else value
