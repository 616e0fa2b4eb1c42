"""Real files nobody here wrote, by their shipped mappings: contracts and machines on the pages."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest

from saldo import access
from saldo.access import Office, Role
from saldo.desk.grants import Kind
from saldo.reporting import Filters, open_books
from saldo.reporting.contracts import contract_counts, contracts
from saldo.warehouse import Scope
from tests.front import own_office
from tests.homes import Home
from tests.test_etl_shared import _load, _totals
from tests.test_ui_pages import said, screen

pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def telco(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Home, Office]]:
    home, outcome = _load(tmp_path_factory.mktemp("telco"), "telco_contracts")
    assert outcome.exit_code == 0
    (file,) = outcome.files
    assert file.rows == {"read": 7043, "accepted": 7043, "excluded": 0, "rejected": 0}
    assert _totals(outcome, "USD")["accepted"] == Decimal("456116.60")
    office = own_office(home.path)
    access.install(office)
    yield home, office
    access.install(None)


def test_telco_subscriptions_are_contracts_with_their_terms(telco: tuple[Home, Office]) -> None:
    """Months held give the start, the kind its terms; who left has given notice (rule 26)."""
    home, _ = telco

    assert home.rows("select renewal_months, count(*) from contracts group by 1 order by 1") == [
        (1, 3875),
        (12, 1473),
        (24, 1695),
    ]
    assert home.one("select count(*) from contract_notices") == 1869
    start = "select start_on, end_on from contracts where contract_no = '5575-GNVDE'"
    assert [str(day) for day in home.rows(start)[0]] == ["2024-01-01", "2024-12-31"]


def test_all_telco_contracts_are_asked_at_once_and_come_to_their_monthly_charges(
    telco: tuple[Home, Office],
) -> None:
    home, _ = telco
    books = open_books(home.path)
    filters = Filters(as_of=home.settings.today())

    rows = contracts(books, Scope.everything("a test"), filters)
    counts = contract_counts(books, Scope.everything("a test"), filters)

    assert rows.height == counts["contracts"].sum() == 7043
    assert counts["ended"].sum() == 1869
    stayed = rows.filter(state="ended")["monthly_amount"].sum()
    assert stayed == 0
    assert rows["monthly_amount"].sum() == counts["monthly_amount"].sum() == Decimal("316985.75")


def test_a_telco_subscriber_reads_the_contract_on_the_page(telco: tuple[Home, Office]) -> None:
    _, office = telco

    text = said(screen(office, "contracts", value="5575-GNVDE"))

    assert "**1 contract** costs **USD 56.95** a month" in text or "**$56.95** a month" in text
    assert "renews for" in text


def test_snipeit_assets_are_machines_on_the_page(tmp_path_factory: pytest.TempPathFactory) -> None:
    home, outcome = _load(tmp_path_factory.mktemp("snipeit"), "snipeit_assets")
    assert outcome.exit_code == 0
    (file,) = outcome.files
    assert file.rows == {"read": 22, "accepted": 22, "excluded": 0, "rejected": 0}
    assert home.one("select sum(purchase_price) from machines") == Decimal("56926.75")
    office = own_office(home.path)
    before = access.offices._installed
    access.install(office)
    try:
        app = screen(office, "inventory", role=Role.rep, kind=Kind.all, value="-", status="all")
    finally:
        access.install(before)

    assert not app.exception
    table = app.dataframe[0].value
    assert len(table) == 22
    assert "IAB-5332824" in table["serial_no"].to_list()
    assert "22 machines" in said(app)
