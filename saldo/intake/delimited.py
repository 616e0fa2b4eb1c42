"""Delimited text: an upload's bytes as rows of cells, whatever its encoding and delimiter."""

from __future__ import annotations

import codecs
import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from saldo.intake.refusals import NotATable, Note

_DELIMITERS = ";,\t|"
_CANDIDATES = ["utf_8", "cp1252", "latin_1", "cp850", "mac_roman"]
_SAMPLE_LINES = 300
_EVEN = 0.6
_MOST_LINES = 1_000_000
# ASCII; no-break space, section sign, accent, quote, dash; À to ÿ without × and ÷.
_EXPLAINED = bytes([*range(128), 0xA0, 0xA7, 0xB4, 0x92, 0x96, *range(0xC0, 0x100)]).translate(
    None, b"\xd7\xf7"
)
_NAMED = {"utf-8-sig": "UTF-8", "utf-8": "UTF-8", "cp1252": "Windows-1252"}


@dataclass(frozen=True, slots=True)
class Delimited:
    """Rows of cells with the line each begins on, blank lines left out."""

    rows: list[list[str]]
    lines: list[int]
    notes: tuple[Note, ...]


def read(content: bytes) -> Delimited:
    """The rows of delimited text. Raises `NotATable` where it is binary, or not even rows."""
    encoding, certain = _encoding(content)
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        raise NotATable("not_a_table") from None
    if "\x00" in text:
        raise NotATable("not_a_table")
    lines = _lines(text)
    delimiter, first = _dialect(lines)
    rows, numbers = [], []
    for number, row in _records(lines[first:], delimiter):
        rows.append(row)
        numbers.append(number + first)
    said = () if certain else (Note("encoding", encoding=_NAMED.get(encoding, encoding)),)
    return Delimited(rows, numbers, said)


def _encoding(content: bytes) -> tuple[str, bool]:
    """The encoding, and True where the bytes themselves leave no doubt."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16", True
    head = content[:2000]
    half = len(head) // 4
    if half and head[1::2].count(0) > half:
        return "utf-16-le", True
    if half and head[0::2].count(0) > half:
        return "utf-16-be", True
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return _guess(content), False
    return "utf-8-sig", True


def _guess(content: bytes) -> str:
    """cp1252 where its letters explain every byte, else the likeliest of five; cp1252 on doubt.

    In a short file the guesser takes a Swedish cp1252 for cp850, whose letters lie elsewhere.
    """
    from charset_normalizer import from_bytes  # slow to import, seldom needed

    if not content.translate(None, _EXPLAINED):
        return "cp1252"
    best = from_bytes(content[: 1 << 18], cp_isolation=_CANDIDATES).best()
    likeliest = best.encoding if best is not None and best.encoding != "utf_8" else "cp1252"
    for encoding in (likeliest, "cp1252"):
        try:
            content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return encoding
    return "latin_1"


def _lines(text: str) -> list[str]:
    """The lines with their ends; LF, CR LF and a bare CR each end one."""
    flat = text.replace("\r\n", "\n").replace("\r", "\n")
    if flat.count("\n") > _MOST_LINES:
        raise NotATable("too_many_rows", most=_MOST_LINES)
    return [f"{line}\n" for line in flat.split("\n")]


def _dialect(lines: Sequence[str]) -> tuple[str, int]:
    """The delimiter that cuts most lines evenly, and how many lines are not the table's.

    Excel's own `sep=;` names it. Raises `NotATable` where no delimiter does.
    """
    first = lines[0].strip().casefold()
    if first.startswith("sep=") and len(first) <= 5:
        return first[4:] or "\t", 1
    sample = lines[:_SAMPLE_LINES]
    scores = {delimiter: _evenness(sample, delimiter) for delimiter in _DELIMITERS}
    best = max(scores, key=lambda delimiter: scores[delimiter])
    if scores[best][0] < _EVEN:
        raise NotATable("not_a_table")
    return best, 0


def _evenness(lines: Sequence[str], delimiter: str) -> tuple[float, int]:
    """The share of lines that have the usual number of cells (two or more), and that number.

    A title above and a total below the table are few among its rows; some may end with one
    delimiter more.
    """
    widths = Counter(len(row) for _, row in _records(lines, delimiter))
    usual = {width: widths[width] + widths[width + 1] for width in widths if width > 1}
    if not usual:
        return 0.0, 0
    width = max(usual, key=lambda each: (usual[each], widths[each], each))
    few = widths.total() <= 3
    return (1.0 if few else usual[width] / widths.total()), width


def _records(lines: Iterable[str], delimiter: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(lines, delimiter=delimiter)
    line = 1
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                yield line, row
            line = reader.line_num + 1
    except csv.Error:
        raise NotATable("not_a_table") from None
