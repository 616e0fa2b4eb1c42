"""Headings: a frame's columns and codes in a reader's words."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from saldo.i18n import Reader, has_text

# Columns whose values are words of ours rather than of the source.
CODED = (
    "baseline",
    "basis",
    "bucket",
    "category",
    "class",
    "cover",
    "decision",
    "direction",
    "estimated_from",
    "kind",
    "line_kind",
    "measure",
    "method",
    "milestone",
    "outcome",
    "part",
    "reason",
    "source_class",
    "state",
    "status",
    "target_class",
    "warranty",
)


def headings(columns: Iterable[str], reader: Reader, report: str = "") -> list[str]:
    """A heading per column, a report's own where it has one (an amount with or without VAT).

    Raises `MissingText` for a column that the catalogue does not name.
    """
    own = {name: f"columns.{report}.{name}" for name in columns}
    return [
        reader.t(key) if has_text(key) else reader.t(f"columns.{name}") for name, key in own.items()
    ]


def in_words(frame: pl.DataFrame, reader: Reader) -> pl.DataFrame:
    """The frame with our codes (`credit_note`, `over_120`) in words; others stay."""
    return frame.with_columns(
        pl.col(name).replace(_words(name, frame[name], reader)).alias(name)
        for name in CODED
        if frame.schema.get(name) == pl.String
    )


def word(code: str, reader: Reader) -> str:
    """One code in words, or the code itself where it is a source's own."""
    return reader.t(f"codes.{code}") if has_text(f"codes.{code}") else code


def age_in_words(bucket: str, reader: Reader) -> str:
    """A bucket of ageing or an interval of any length (`1-15`, `over_90`) in words."""
    if has_text(f"codes.{bucket}"):
        return word(bucket, reader)
    first, _, last = bucket.partition("-")
    if last:
        return reader.t("codes.days_overdue", first=int(first), last=int(last))
    return reader.t("codes.days_overdue_over", days=int(bucket.removeprefix("over_")))


def _words(column: str, codes: pl.Series, reader: Reader) -> dict[str, str]:
    named = age_in_words if column == "bucket" else word
    return {code: named(code, reader) for code in codes.drop_nulls().unique()}
