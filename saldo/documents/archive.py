"""Archive: the documents of a period as one ZIP, with an index that says which are originals."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

import polars as pl

from saldo.documents.about import About
from saldo.documents.headings import word
from saldo.documents.tables import table_file

ZIP = "application/zip"
_ONCE = (1980, 1, 1, 0, 0, 0)  # the same question gives the same bytes
_KNOWN = ("pdf", "xml", "png", "jpg", "jpeg", "tif", "tiff", "txt")
_AMOUNT = pl.Decimal(18, 4)
_INDEX: dict[str, Any] = {
    "customer_no": pl.String,
    "company_no": pl.String,
    "class": pl.String,
    "invoice_no": pl.String,
    "issue_date": pl.Date,
    "currency": pl.String,
    "amount": _AMOUNT,
    "file": pl.String,
    "is_original": pl.Boolean,
    "sha256": pl.String,
}


@dataclass(frozen=True, slots=True)
class Filed:
    """One document's row of the period and one file of it, which is made when it is its turn."""

    row: dict[str, Any]
    suffix: str
    is_original: bool
    content: Callable[[], bytes]


def archive_zip(filed: Iterable[Filed], about: About, *, many_accounts: bool) -> bytes:
    """The ZIP: every file under a speaking name, `index.csv` and `index.xlsx` beside them.

    Files of several accounts lie in a folder each. The index has a row per file: number, date,
    amount, file, whether it is the original, SHA-256.
    """
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        rows = list(_written(archive, filed, about, many_accounts=many_accounts))
        index = pl.DataFrame(rows, schema=_INDEX, orient="row")
        told = replace(about, report="invoice-archive", totals=())  # a row is a file
        for format in ("csv", "xlsx"):
            _write(archive, f"index.{format}", table_file(index, format, told))
    return target.getvalue()


def safe_name(text: str) -> str:
    """A part of a file's name that every system takes: letters, digits, `.`, `_` and `-`."""
    plain = re.sub(r"[^\w.-]+", "-", text, flags=re.ASCII).strip("-.")
    return plain[:80] or "x"


def suffix_of(name: str) -> str:
    """A file's kind by its name; what is not one we know is `bin`, so that nothing runs it."""
    suffix = name.rpartition(".")[2].casefold()
    return suffix if suffix in _KNOWN else "bin"


def _written(
    archive: zipfile.ZipFile, filed: Iterable[Filed], about: About, *, many_accounts: bool
) -> Iterator[tuple[Any, ...]]:
    taken: set[str] = set()
    for each in filed:
        name = _free(_name(each, about, many_accounts=many_accounts), taken)
        content = each.content()
        _write(archive, name, content)
        row = [each.row[column] for column in list(_INDEX)[:7]]
        yield (*row, name, each.is_original, sha256(content).hexdigest())


def _name(filed: Filed, about: About, *, many_accounts: bool) -> str:
    row, reader = filed.row, about.reader
    parts = [row["issue_date"].isoformat(), word(row["class"], reader), row["invoice_no"]]
    if not filed.is_original:
        parts.append(reader.t("invoice_copy.copy"))
    name = "_".join(safe_name(part) for part in parts)
    folder = f"{safe_name(row['customer_no'])}/" if many_accounts else ""
    return f"{folder}{name}.{filed.suffix}"


def _free(name: str, taken: set[str]) -> str:
    """The name, numbered where another file has it already (also but for its case)."""
    stem, _, suffix = name.rpartition(".")
    at = 1
    while name.casefold() in taken:
        at += 1
        name = f"{stem}_{at}.{suffix}"
    taken.add(name.casefold())
    return name


def _write(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(name, _ONCE)
    entry.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(entry, content, compresslevel=1)
