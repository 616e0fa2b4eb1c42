"""Due signals: one small look at which kinds of signal may stand at all on a day."""

from __future__ import annotations

from saldo.reporting.books import Books
from saldo.reporting.contracts import SOON
from saldo.reporting.filters import Filters
from saldo.warehouse import Scope


def signals_due(books: Books, scope: Scope, filters: Filters) -> frozenset[str]:
    """The kinds that may find something at `as_of`: slipped, notice, returned_billed, found.

    A kind that is not among them finds nothing, whatever else the filters ask; one that is may
    still find nothing. Notices count where their last day is within `contracts.SOON`.
    """
    return frozenset(books.ask("signals_due", scope, filters, soon=SOON.days)["kind"])
