"""`make bench`: loading and pages as ratios to plain peers, in one run.

`python -m bench billing` measures the billing check alone, at its own size, `python -m bench
matching` the matching of two ledgers.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from datetime import date
from pathlib import Path

from bench import billing, children, matching, pages
from bench.rows import Row, show
from etl.demo import generate
from saldo.settings import ROOT
from saldo.warehouse import current

RESULTS = ROOT / "bench" / "results"
_UNTIL = date(2026, 11, 22)


def main() -> None:
    """Generate (once), load both ways, ask both ways, print the table, keep it as JSON."""
    alone = {"billing": billing.main, "matching": matching.main}
    if sys.argv[1:2] and sys.argv[1] in alone:
        alone[sys.argv[1]](sys.argv[2:])
        return
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--invoices", type=int, default=1_000_000, help="default: 1 000 000")
    number = parser.parse_args().invoices
    RESULTS.mkdir(parents=True, exist_ok=True)
    files = _files(number)
    home, database = RESULTS / "home", RESULTS / "bare.duckdb"
    rows = [*_loading(files, home, database), *_asking(home, database)]
    show(f"{number} invoices with their lines, payments, orders", rows, RESULTS / "bench.json")


def _files(number: int) -> Path:
    files = RESULTS / f"files-{number}"
    if not (files / "invoices.csv").is_file():
        generate(files, customers=max(60, number // 100), invoices=number, until=_UNTIL)
    return files


def _loading(files: Path, home: Path, database: Path) -> list[Row]:
    shutil.rmtree(home, ignore_errors=True)
    bare = children.run([sys.executable, "-m", "bench.bare", str(files), str(database)])
    whole = children.saldo("load", str(files), home=home)
    again = children.saldo("load", str(files), home=home)
    memory = whole.memory / bare.memory
    return [
        _ratio("load, wall", whole.wall, bare.wall, "s", 1.45),
        _ratio("load, processor", whole.cpu, bare.cpu, "s", 1.6),
        Row("load, peak memory", whole.memory, bare.memory, "MiB", "≤ 1.15 ×", memory <= 1.15),
        Row("load, nothing new", again.wall, None, "s", "≤ 0.8 s", again.wall <= 0.8),
    ]


def _asking(home: Path, database: Path) -> list[Row]:
    customer = pages.usual_customer(database)
    as_of = current(home).freshness.last_business_date or _UNTIL
    mine, peers = pages.ours(home, customer), pages.plain(database, customer, as_of)
    rows = []
    for name, timing in mine.items():
        peer = peers.get(name)
        rows.append(
            Row(f"{name}, p50", timing.p50, peer.p50 if peer else None, "ms", *_goal(name, timing))
        )
    whole = mine["start page"]
    rows.append(Row("start page, p95", whole.p95, None, "ms", "≤ 100 ms", whole.p95 <= 100))
    return rows + _page_processor(home, database, customer, as_of)


def _page_processor(home: Path, database: Path, customer: str, as_of: date) -> list[Row]:
    mine = pages.page_processor(home, customer)
    peers = pages.plain(database, customer, as_of, measured=pages.processor)
    rows = []
    for name, timing in mine.items():
        peer = peers[pages.PEER_OF[name]].p50 if name in pages.PEER_OF else None
        goal = ("≤ 50 ms", timing.p50 <= 50) if name == "account" else ("", None)
        rows.append(Row(f"{name} page, processor p50", timing.p50, peer, "ms", *goal))
    return rows


def _goal(name: str, timing: pages.Timing) -> tuple[str, bool | None]:
    return ("≤ 50 ms", timing.p50 <= 50) if name == "start page" else ("", None)


def _ratio(what: str, ours: float, peer: float, unit: str, most: float) -> Row:
    return Row(what, ours, peer, unit, f"≤ {most} ×", ours / peer <= most)


if __name__ == "__main__":
    main()
