"""M3: the competition's 1,428 monthly series, what was forecast of them, and how good it was."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl

Floats = npt.NDArray[np.float64]
AHEAD = 18
YEAR = 12


@dataclass(frozen=True, eq=False, slots=True)
class Competition:
    """Per series its name, its known months, the months held back, and the first of them."""

    names: list[str]
    known: list[list[float]]
    held_back: Floats
    first: list[int]

    @classmethod
    def read(cls, file: Path) -> Competition:
        """The monthly series; `t` as counted in the file."""
        rows = pl.read_csv(file).filter(pl.col("period") == "MONTHLY").sort("sn", "t")
        series = rows.group_by("sn", maintain_order=True).agg(
            pl.col("value").cast(pl.Float64).filter(pl.col("part") == "x").alias("known"),
            pl.col("value").cast(pl.Float64).filter(pl.col("part") == "xx").alias("held_back"),
            pl.col("t").filter(pl.col("part") == "xx").min().alias("first"),
        )
        return cls(
            series["sn"].to_list(),
            series["known"].to_list(),
            np.array(series["held_back"].to_list()),
            series["first"].to_list(),
        )

    def earlier(self) -> Competition:
        """The same task 18 months before, without the held-back part: what choices are made on.

        Of the series with four years before it.
        """
        long = [at for at, each in enumerate(self.known) if len(each) >= 4 * YEAR + AHEAD]
        return Competition(
            [self.names[at] for at in long],
            [self.known[at][:-AHEAD] for at in long],
            np.array([self.known[at][-AHEAD:] for at in long]),
            [self.first[at] - AHEAD for at in long],
        )


@dataclass(frozen=True, eq=False, slots=True)
class Forecasts:
    """One row per series, one column per month: the forecast and the ends of its ranges."""

    expected: Floats
    lo80: Floats
    hi80: Floats
    lo95: Floats
    hi95: Floats


@dataclass(frozen=True, slots=True)
class Scores:
    """sMAPE in percent, MASE, the share of months inside the ranges, MSIS of the 95 % range."""

    smape: float
    mase: float
    inside80: float
    inside95: float
    msis95: float


def scores(task: Competition, said: Forecasts) -> Scores:
    """The competition's measures, each the mean over series and months."""
    came = task.held_back
    naive = np.array([_seasonal_naive(np.array(each)) for each in task.known])
    off = np.abs(came - said.expected)
    return Scores(
        smape=float((200 * off / (np.abs(came) + np.abs(said.expected))).mean()),
        mase=float((off.mean(axis=1) / naive).mean()),
        inside80=float(((came >= said.lo80) & (came <= said.hi80)).mean()),
        inside95=float(((came >= said.lo95) & (came <= said.hi95)).mean()),
        msis95=float((_interval_score(came, said.lo95, said.hi95, 0.05) / naive).mean()),
    )


def write(task: Competition, said: Forecasts, target: Path) -> None:
    """The forecasts as CSV: `sn, t, forecast, lo80, hi80, lo95, hi95`."""
    count = len(task.names)
    months = np.array(task.first)[:, None] + np.arange(AHEAD)
    ends = {name: getattr(said, name).ravel() for name in ("lo80", "hi80", "lo95", "hi95")}
    pl.DataFrame(
        {
            "sn": np.repeat(np.array(task.names), AHEAD).tolist(),
            "t": months.reshape(count * AHEAD),
            "forecast": said.expected.ravel(),
            **ends,
        }
    ).write_csv(target, float_precision=4)


def _seasonal_naive(known: Floats) -> float:
    return float(np.abs(known[YEAR:] - known[:-YEAR]).mean())


def _interval_score(came: Floats, low: Floats, high: Floats, outside: float) -> Floats:
    missed = np.maximum(low - came, 0) + np.maximum(came - high, 0)
    score: Floats = (high - low + 2 / outside * missed).mean(axis=1)
    return score
