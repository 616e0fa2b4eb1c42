"""Faults while loading: what is published stays whole, whatever happens (rule 35)."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest

from saldo.warehouse import current_path
from tests.homes import CUSTOMERS, INVOICES, Home

SALDO = Path(sys.executable).with_name("saldo")
KILLS = int(os.environ.get("SALDO_TEST_KILLS", "8"))
_LIMITED = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
sys.argv = ["saldo", "load", sys.argv[1]]
from saldo.cli import main
main()
"""


def _bills(home: Home, number: int, first: int = 0) -> None:
    rows = "".join(
        f"{n},C{n % 2 + 1},2026-01-{n % 28 + 1:02},2026-03-01,SEK,{n}.25\n"
        for n in range(first, first + number)
    )
    home.write(f"invoices-{first}.csv", INVOICES + rows)


def _load(home: Home) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [str(SALDO), "load", str(home.sources)],
        env={**os.environ, "SALDO_HOME": str(home.path)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _tables(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table of `main`, in an order of its own."""
    with duckdb.connect(str(path), read_only=True) as con:
        names = con.execute(
            "select table_name from duckdb_tables() where schema_name = 'main' order by all"
        ).fetchall()
        return {
            name: con.execute(f'select * from "{name}" order by all').fetchall()
            for (name,) in names
        }


@pytest.fixture
def home(tmp_path: Path) -> Home:
    made = Home(tmp_path)
    made.write("customers.csv", CUSTOMERS)
    return made


def test_a_killed_load_leaves_the_old_snapshot_or_the_new_one_never_a_mixture(
    home: Home, tmp_path: Path
) -> None:
    _bills(home, 50)
    home.load()
    _bills(home, 20_000, first=1000)
    whole = {50, 20_050}
    started = time.monotonic()
    assert _load(Home.at(home.sources, tmp_path / "measured")).wait() == 0
    takes = time.monotonic() - started
    dice = random.Random(7)

    for _ in range(KILLS):
        process = _load(home)
        time.sleep(dice.uniform(0.1, 1.0) * takes)
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert home.one("select count(*) from invoices") in whole
        assert home.one("select count(*) from ledger_entries") in whole

    assert _load(home).wait() == 0
    assert home.one("select count(*) from invoices") == 20_050
    leftovers = [p.name for p in (home.path / "snapshots").iterdir() if p.name.startswith(".")]
    assert leftovers == []
    undisturbed = Home.at(home.sources, tmp_path / "undisturbed")
    assert _load(undisturbed).wait() == 0
    assert _tables(current_path(home.path)) == _tables(current_path(undisturbed.path))


def test_a_full_disk_is_said_in_one_line_and_the_old_figures_stand(home: Home) -> None:
    _bills(home, 50)
    home.load()
    before = current_path(home.path)
    _bills(home, 20_000, first=1000)

    done = subprocess.run(
        [sys.executable, "-c", _LIMITED, str(home.sources)],
        env={**os.environ, "SALDO_HOME": str(home.path)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert current_path(home.path) == before
    assert home.one("select count(*) from invoices") == 50
