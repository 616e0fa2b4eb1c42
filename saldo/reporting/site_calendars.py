"""Site calendars: when each site receives, by its country and its own closures (rule 22)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from saldo.ledger.delivery import SiteCalendar
from saldo.reporting.books import Books
from saldo.reporting.filters import Filters
from saldo.warehouse import Scope

Place = tuple[str, str | None]
"""A customer number and a site number."""


@dataclass(slots=True)
class SiteCalendars:
    """The calendars of all sites in scope, each made once."""

    closures: dict[Place, list[tuple[date, date]]]
    _made: dict[tuple[Place, str | None], SiteCalendar] = field(default_factory=dict)

    def of(self, customer_no: str, site_no: str | None, country: str | None) -> SiteCalendar:
        """The calendar of a site in a country; closures of the whole customer count too."""
        key = ((customer_no, site_no), country)
        if key not in self._made:
            places: Iterable[Place] = {(customer_no, None), (customer_no, site_no)}
            closed = [period for place in places for period in self.closures.get(place, [])]
            self._made[key] = SiteCalendar(country, tuple(closed))
        return self._made[key]


def site_calendars(books: Books, scope: Scope, filters: Filters) -> SiteCalendars:
    """The calendars of the sites in scope."""
    closures: dict[Place, list[tuple[date, date]]] = {}
    for customer_no, site_no, first, last in books.ask("closed_days", scope, filters).iter_rows():
        closures.setdefault((customer_no, site_no), []).append((first, last))
    return SiteCalendars(closures)
