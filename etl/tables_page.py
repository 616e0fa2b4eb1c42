"""The page of the canonical tables, `docs/tables.md`, written from their declarations."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from etl.plan import DEFAULTS
from saldo.intake.tables import TABLES, Column, Kind, Table

_KINDS = {
    Kind.CODE: ("code", "kept as it stands, leading zeros and all; never a number"),
    Kind.TEXT: ("text", "words for people"),
    Kind.DATE: (
        "date",
        "`2026-11-22`, `20261122`, a time of day cut off; `2-Jun-06`, `2 Jun 2006`, `Jun 2, 2006`;"
        " `4/25/2026` or `25.4.2026` where some cell of the file shows which part is the month",
    ),
    Kind.AMOUNT: (
        "amount",
        "money, up to 4 decimals: `1234.56`, `1 234,56`, `1.234,56`, `(400.00)`, `400-`, `550.`,"
        " `-.40`; `1,234` only where some cell of the file shows which mark is the decimal one",
    ),
    Kind.PRICE: ("price", "the same with up to 10 decimals: prices, quantities, rates"),
    Kind.INTEGER: ("whole number", "digits, perhaps a minus sign"),
    Kind.BOOLEAN: (
        "yes or no",
        "1, true, t, yes, y, ja, j, x, sant; 0, false, f, no, n, nej, falskt",
    ),
    Kind.CURRENCY: ("currency", "an ISO 4217 code"),
    Kind.CHOICE: ("one of", "one of the words given, in upper or lower case"),
}
_ABOUT = """\
# The canonical tables

<!-- Written by `make docs` from saldo/intake/tables/. Do not edit. -->

Every source becomes these tables. A folder whose files have these names and columns loads without
a mapping: `customers.csv`, or in parts `invoices-2026-10.csv`, `invoices.north.csv`; the ending
is csv, txt, tsv, xlsx or parquet. Other names and columns need a [mapping](mapping.md). In headers
upper and lower case, spaces and underscores do not matter. Columns may be left out unless they are
required; a required cell that is empty rejects its row. A column that is not listed here is
reported and left alone.

**Key** is the natural key: the same key with other content in a later load is a new version,
within one load a conflict (rule 6). **Counted by** is the column whose sum is the table's amount
in the control totals (rule 34). Rule numbers are explained in the [glossary](glossary.md).

`company_no` is the mapping's `company` where a source has none; without a mapping it is `1`.
What can be read in two ways is rejected, not guessed; a mapping states which way is meant.
"""


def page() -> str:
    """The whole page as Markdown."""
    contents = ", ".join(f"[{name}](#{name})" for name in TABLES)
    sections = (_section(table) for table in TABLES.values())
    return "\n".join([_ABOUT, _kinds(), f"Tables: {contents}.\n", *sections])


def _kinds() -> str:
    rows = (f"| {name} | {read} |" for name, read in _KINDS.values())
    return "\n".join(["| kind | how its text is read |", "|---|---|", *rows, ""])


def _section(table: Table) -> str:
    said = [f"{table.grain[0].upper()}{table.grain[1:]}.", f"Key: {_listed(table.key)}."]
    if table.control:
        said.append(f"Counted by: {' × '.join(f'`{name}`' for name in table.control)}.")
    rows = "\n".join(_rows(table))
    return f"## {table.name}\n\n{' '.join(said)}\n\n{rows}\n"


def _rows(table: Table) -> Iterator[str]:
    yield "| column | kind | required | what it says |"
    yield "|---|---|---|---|"
    for column in table.columns:
        kind, _ = _KINDS[column.kind]
        required = "yes" if column.required else ""
        yield f"| `{column.name}` | {kind} | {required} | {_says(table, column)} |"


def _says(table: Table, column: Column) -> str:
    said = column.says
    if column.choices:
        said += f": {_listed(column.choices)}"
    default = DEFAULTS.get((table.name, column.name))
    return f"{said}; `{default}` where empty" if default and "where empty" not in said else said


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in names)


if __name__ == "__main__":
    sys.stdout.write(page())
