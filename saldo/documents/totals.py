"""Totals: the rows below a sheet's data, a live sum per currency (rule 2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from saldo.documents.package import quoted
from saldo.documents.sheets import Total, TotalRow, letter
from saldo.documents.styles import Styles
from saldo.i18n import Reader


def currencies_of(frame: pl.DataFrame) -> list[str]:
    """The currencies of a frame's rows, in order."""
    if "currency" not in frame.columns:
        return []
    return sorted(frame["currency"].drop_nulls().unique())


def total_rows(
    frame: pl.DataFrame,
    totals: Sequence[str],
    styles: Styles,
    heights: Mapping[str, int],
    reader: Reader,
) -> list[TotalRow]:
    """A row per currency over the columns `totals`; `heights` are the rows of each sheet."""
    columns = [name for name in totals if name in frame.columns]
    currencies = currencies_of(frame) if columns else []
    rows = []
    for currency in currencies:
        part = frame.filter(pl.col("currency") == currency)
        sums = tuple(
            Total(
                frame.columns.index(name),
                _formula(frame, name, currency if len(currencies) > 1 else None, heights),
                f"{part[name].sum():f}",
                styles.total,
            )
            for name in columns
        )
        rows.append(TotalRow(reader.t("documents.total_in", currency=currency), sums))
    return rows


def _formula(
    frame: pl.DataFrame, name: str, currency: str | None, heights: Mapping[str, int]
) -> str:
    amount = letter(frame.columns.index(name))
    unit = letter(frame.columns.index("currency"))
    parts = []
    for sheet, height in heights.items():
        place = f"{quoted(sheet)}!" if len(heights) > 1 else ""
        area, key = (f"{place}{column}2:{column}{height + 1}" for column in (amount, unit))
        parts.append(f'SUMIFS({area},{key},"{currency}")' if currency else f"SUBTOTAL(109,{area})")
    return "+".join(parts)
