"""Peers: statsforecast's methods on M3, run in its own environment (it is half a gigabyte).

As a module of that environment, `python forecast_peers.py <m3.csv> <target.json> <method> …`
writes each method's forecasts, ranges and seconds of one processor.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_HERE = Path(__file__).resolve()
_PYTHON = _HERE.parents[1] / ".venv" / "peers" / "bin" / "python"
_QUICK, _SLOW = ("DynamicOptimizedTheta",), ("AutoETS", "DynamicOptimizedTheta")
_AHEAD, _YEAR = 18, 12


@dataclass(frozen=True, slots=True)
class Peers:
    """The methods to run, and the interpreter that has them."""

    python: Path
    methods: tuple[str, ...]

    def on(self, file: Path) -> Iterator[tuple[str, Any, float]]:
        """Each method's name, its `bench.m3.Forecasts`, its seconds; then the mean of several."""
        import numpy as np

        from bench.m3 import Forecasts

        with tempfile.TemporaryDirectory() as folder:
            target = Path(folder) / "peers.json"
            command = [str(self.python), str(_HERE), str(file), str(target), *self.methods]
            subprocess.run(command, check=True)
            told = json.loads(target.read_text(encoding="utf-8"))
        names = "expected", "lo80", "hi80", "lo95", "hi95"
        found = [
            (name, [np.array(said[each]) for each in names], said["seconds"])
            for name, said in told.items()
        ]
        if len(found) > 1:
            mean = [np.mean(each, axis=0) for each in zip(*(one[1] for one in found), strict=True)]
            found.append(("mean of these", mean, sum(one[2] for one in found)))
        for name, tables, seconds in found:
            yield name, Forecasts(*tables), seconds


def found(*, slow: bool) -> Peers | None:
    """The peers where statsforecast can be imported, else None."""
    if not _PYTHON.exists():
        return None
    try:
        subprocess.run(
            [str(_PYTHON), "-c", "import statsforecast"], check=True, capture_output=True
        )
    except (OSError, subprocess.CalledProcessError):
        return None
    return Peers(_PYTHON, _SLOW if slow else _QUICK)


def main(file: str, target: str, *methods: str) -> None:
    """Run the methods one by one over every series, in one thread."""
    import numpy as np
    import polars as pl
    from statsforecast import models

    rows = pl.read_csv(file).filter(pl.col("period") == "MONTHLY", pl.col("part") == "x")
    series = rows.sort("sn", "t").group_by("sn", maintain_order=True).agg("value")["value"]
    known = [np.array(each, dtype=np.float64) for each in series.to_list()]
    told = {}
    for name in methods:
        model = getattr(models, name)(season_length=_YEAR)
        model.forecast(known[0], h=_AHEAD, level=[80, 95])  # compiled, and not measured
        began = time.process_time()
        said = [model.forecast(each, h=_AHEAD, level=[80, 95]) for each in known]
        seconds = time.process_time() - began
        told[name] = {"seconds": seconds} | {
            key: [each[theirs].tolist() for each in said]
            for key, theirs in (
                ("expected", "mean"),
                ("lo80", "lo-80"),
                ("hi80", "hi-80"),
                ("lo95", "lo-95"),
                ("hi95", "hi-95"),
            )
        }
    Path(target).write_text(json.dumps(told), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
