"""Upgrade: a snapshot of an older version gets the tables of this one before it is served."""

from __future__ import annotations

from pathlib import Path

import duckdb

from etl.upgrade import upgrade
from saldo.warehouse import current_path
from tests.homes import CUSTOMERS, INVOICES, Home


def _age(home: Home) -> None:
    """Make the snapshot look as if an older version had built it."""
    with duckdb.connect(str(current_path(home.path))) as con:
        con.execute("drop table order_milestones; create table forgotten as select 1 as x")
        con.execute("delete from meta.models where name = 'order_milestones'")
        con.execute("alter table staging.delivery_events drop column tracking_url")
        con.execute("drop table staging.site_closures")


def test_an_older_snapshot_is_built_anew_from_its_own_rows(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.write("customers.csv", CUSTOMERS)
    home.write("invoices.csv", INVOICES + "1,C1,2026-01-02,2026-02-01,SEK,100\n")
    home.load()
    loaded_at = home.one("select loaded_at from meta.snapshot")
    _age(home)

    assert upgrade(home.settings)

    assert home.one("select count(*) from order_milestones") == 0
    assert home.one("select sum(amount) from ledger_entries") == 100
    assert home.one("select loaded_at from meta.snapshot") == loaded_at
    assert home.rows("select 1 from duckdb_tables() where table_name = 'forgotten'") == []
    assert not upgrade(home.settings)
    home.write(
        "delivery_events.csv",
        "order_no,line_no,event_no,kind,event_on,tracking_url\nO1,1,1,shipped,2026-02-01,https://c\n",
    )
    home.load()
    assert home.one("select tracking_url from staging.delivery_events") == "https://c"


def test_a_home_without_a_snapshot_is_left_alone(tmp_path: Path) -> None:
    assert not upgrade(Home(tmp_path).settings)
