"""Matching at its goal's size, and what it finds, beside a plain join on number and amount.

Run as `python -m bench matching`.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import polars as pl

from bench.ledgers import Ledgers, ledgers, measured
from bench.rows import Row, show
from saldo.ledger.matching import match
from saldo.settings import ROOT

_RUNS = 3
_SEEDS = range(1, 9)
_PRECISION, _RECALL, _SECONDS = 0.995, 0.97, 3.0
Pairs = set[tuple[int, str]]


def main(arguments: Sequence[str]) -> None:
    """Match generated ledgers, time it, and print both ways with what they found."""
    parser = argparse.ArgumentParser(prog="bench matching", description=__doc__)
    parser.add_argument("--documents", type=int, default=10_000, help="default: 10 000")
    number = parser.parse_args(arguments).documents
    made = ledgers(1, number)
    rows = [
        Row(
            "match, processor", *_timed(lambda: _ours(made), lambda: _plain(made)), "s",
            f"≤ {_SECONDS} s", _cpu(lambda: _ours(made)) <= _SECONDS,
        ),
        *_quality("one list of documents", [ledgers(seed, 2_000) for seed in _SEEDS]),
        *_quality("with payments", [ledgers(seed, 2_000, payments=True) for seed in _SEEDS]),
    ]  # fmt: skip
    title = f"{number} documents against {len(made.theirs)} rows; quality over {len(_SEEDS)} seeds"
    results = ROOT / "bench" / "results"
    results.mkdir(parents=True, exist_ok=True)
    show(title, rows, results / "matching.json")


def _ours(made: Ledgers) -> Pairs:
    """What is matched by itself: pairs of row and document."""
    findings = match(made.theirs, made.ours).findings
    return {(line, key) for each in findings for line in each.theirs for key in each.ours}


def _plain(made: Ledgers) -> Pairs:
    """The peer: an exact join on number and amount."""
    theirs = _frame((row.line, row.number, row.value) for row in made.theirs)
    ours = _frame((other.key, other.number, other.value) for other in made.ours)
    joined = theirs.join(ours, on=["number", "amount"], suffix="_ours")
    return set(joined.select("name", "name_ours").iter_rows())


def _frame(rows: Iterable[tuple[Any, ...]]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=["name", "number", "amount"], orient="row")


def _quality(what: str, made: Sequence[Ledgers]) -> list[Row]:
    """Precision and recall over all pairs, the worst seed of ours beside the peer's worst."""
    mine, plain = ([measured(way(each), each) for each in made] for way in (_ours, _plain))
    precision, recall = (min(each[at] for each in mine) for at in (0, 1))
    peers = [min(each[at] for each in plain) for at in (0, 1)]
    return [
        Row(
            f"precision, {what}", precision * 100, peers[0] * 100, "%", f"≥ {_PRECISION:.1%}",
            precision >= _PRECISION,
        ),
        Row(
            f"recall, {what}", recall * 100, peers[1] * 100, "%", f"≥ {_RECALL:.0%}",
            recall >= _RECALL,
        ),
    ]  # fmt: skip


def _timed(mine: Callable[[], Pairs], plain: Callable[[], Pairs]) -> tuple[float, float]:
    return _cpu(mine), _cpu(plain)


def _cpu(question: Callable[[], Pairs]) -> float:
    """Seconds of this process, the middle of several runs: other work counts for nothing."""
    taken = []
    for _ in range(_RUNS):
        began = time.process_time()
        question()
        taken.append(time.process_time() - began)
    return statistics.median(taken)
