"""Links of downloads: exactly the filters that are shown, and nothing that breaks out of them."""

from __future__ import annotations

from datetime import date
from urllib.parse import parse_qsl, urlsplit

from saldo.reporting import Filters
from saldo.ui.downloads import export_link

DAY = date(2026, 11, 22)


def test_a_link_leads_back_to_the_filters_shown() -> None:
    shown = Filters(
        as_of=DAY, customers=("10012", "Å&1"), status="overdue", currency="SEK", search="0042"
    )

    link = urlsplit(export_link("invoices", "xlsx", shown))

    assert link.path == "/export/invoices.xlsx"
    assert Filters.from_query(dict(parse_qsl(link.query)), date(2000, 1, 1)) == shown


def test_what_is_typed_into_the_search_cannot_leave_the_link() -> None:
    link = export_link("invoices", "csv", Filters(as_of=DAY, search='"><script>x</script>'))

    assert not set('"<> ') & set(link)
