"""Upgrade: a snapshot that an older version built gets the tables of this one."""

from __future__ import annotations

import secrets

import duckdb

from etl import marts, models, workspace
from saldo.settings import Settings
from saldo.warehouse import NoSnapshot, current_path, publish
from saldo.warehouse.snapshots import READ_ONLY


def upgrade(settings: Settings) -> bool:
    """Build the standing snapshot's tables anew where its models are not these; true if so.

    Nothing is read from the sources again: staging holds every accepted row. Raises `LoaderBusy`,
    `TieBroken`; the snapshot that stood then still stands.
    """
    home = settings.home
    if not _is_older(settings):
        return False
    with publish.loading(home):
        build = f"{settings.now():%Y%m%dT%H%M%S}-{secrets.token_hex(2)}"
        building = publish.begin(home, build)
        try:
            with duckdb.connect(str(building)) as con:
                _build_anew(con, build)
                publish.seal(con)
            publish.publish(home, building, build)
        finally:
            publish.discard(building)
    return True


def _is_older(settings: Settings) -> bool:
    try:
        path = current_path(settings.home)
    except NoSnapshot:
        return False
    with duckdb.connect(str(path), read_only=True, config=READ_ONLY) as con:
        built = con.execute("select name, sql from meta.models order by position").fetchall()
    return built != list(models.texts())


def _build_anew(con: duckdb.DuckDBPyConnection, build: str) -> None:
    workspace.prepare(con)
    loaded_at, load_no = con.execute("select loaded_at, load_no from meta.snapshot").fetchall()[0]
    con.begin()
    for (name,) in con.execute(
        "select table_name from duckdb_tables()"
        " where database_name = current_database() and schema_name = 'main'"
    ).fetchall():
        con.execute(f'drop table "{name}"')
    marts.build(con, build=build, loaded_at=loaded_at, load_no=load_no)
    con.commit()
