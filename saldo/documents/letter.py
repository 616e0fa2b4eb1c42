"""Letter: a document on A4 with letterhead, numbered pages and a source at the foot of each.

    letter_pdf([Section(t("claim.title"), [Facts([(label, value)]), Listing(columns, rows)],
                        sellers=sellers, customer=customer)], about)

All values are texts in the reader's words: amounts and dates come from `about.reader.f`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC
from functools import cache
from pathlib import Path
from typing import Any, ClassVar

import typst

from saldo.documents.about import About

PDF = "application/pdf"
MOST_LINES = 10_000
_TAGGED_LINES = 2_000  # tags make a letter of thousands of lines ten times as big
_PLACE = Path(__file__).parent / "typst"
_ENDLESS = re.compile(r"[^\s\u00a0\u200b]{22}")
_WHOLE_WIDTH = 174.0  # mm between the margins
_INSIDE = 2.2  # mm of a cell that its text leaves free
# What a sign of ours takes at most (mm); one that is not here may take any.
_SIGNS = (
    dict.fromkeys(map(chr, range(0x20, 0x17F)), 3.03)
    | dict.fromkeys("0123456789abcdefghknopqrstuvxyzåäöé\u2212-/()", 2.03)
    | dict.fromkeys(".,:;ijl \u00a0", 0.88)
)


class TooLong(Exception):
    """A document of more lines than a letter holds; `lines` says how many."""

    def __init__(self, lines: int) -> None:
        super().__init__(f"{lines} lines are more than the {MOST_LINES} of a PDF")
        self.lines = lines


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading within a section."""

    text: str
    kind: ClassVar[str] = "heading"


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph; `faint` for an aside."""

    text: str
    faint: bool = False
    kind: ClassVar[str] = "words"


@dataclass(frozen=True, slots=True)
class Facts:
    """Label and value, one below the other."""

    rows: Sequence[tuple[str, str]]
    kind: ClassVar[str] = "facts"


@dataclass(frozen=True, slots=True)
class Code:
    """A code to be read aloud or typed in, in a frame."""

    label: str
    text: str
    kind: ClassVar[str] = "code"


@dataclass(frozen=True, slots=True)
class Signature:
    """Lines to be signed on, side by side: place and day, name."""

    labels: Sequence[str]
    kind: ClassVar[str] = "signature"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a listing. Columns without a width (mm) share what the others leave of 174."""

    heading: str
    width: float = 0
    right: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """A table whose head repeats on every page. `strong` rows (negative: from the end) are bold."""

    columns: Sequence[Column]
    rows: Sequence[Sequence[str]]
    strong: Sequence[int] = ()
    kind: ClassVar[str] = "listing"


@dataclass(frozen=True, slots=True)
class Together:
    """Blocks that stay on one page."""

    blocks: Sequence[Block]
    kind: ClassVar[str] = "together"


Block = Heading | Words | Facts | Code | Signature | Listing | Together


@dataclass(frozen=True, slots=True)
class Section:
    """Pages of their own: title, from whom to whom, the blocks; `running` is at each page's foot.

    `sellers` and `customer` are the lines of an address (`saldo.documents.parties` writes them).
    Where the customer writes to the company they change places, and `addressed` says to whom.
    """

    title: str
    blocks: Sequence[Block]
    subtitle: str = ""
    sellers: Sequence[Sequence[str]] = ()
    customer: Sequence[str] = ()
    running: str = ""
    addressed: str = ""

    @property
    def lines(self) -> int:
        """How many rows its listings have."""
        return sum(len(block.rows) for block in _flat(self.blocks) if isinstance(block, Listing))


def letter_pdf(sections: Sequence[Section], about: About) -> bytes:
    """The letter as PDF/A-3, tagged for reading aloud unless very long. Raises `TooLong`.

    The foot of every page states date, snapshot and, of the demo company, that it is a sample.
    The same question gives the same bytes: the file's date is the snapshot's.
    """
    lines = sum(section.lines for section in sections)
    if lines > MOST_LINES:
        raise TooLong(lines)
    tagged = lines <= _TAGGED_LINES
    made: bytes = typst.compile(
        str(_PLACE / "letter.typ"),
        root=str(_PLACE),
        font_paths=_fonts(),
        sys_inputs={"data": json.dumps(_told(sections, about), ensure_ascii=False)},
        pdf_standards=["a-3a" if tagged else "a-3b"],
        pdf_tags=tagged,
        timestamp=about.loaded_at.replace(tzinfo=UTC),
    )
    return made


@cache
def _fonts() -> Any:
    """Our own fonts and the compiler's: the same page on every machine."""
    return typst.Fonts(include_system_fonts=False, font_paths=[str(_PLACE / "fonts")])


def _told(sections: Sequence[Section], about: About) -> dict[str, Any]:
    """All that the template shows."""
    t = about.reader.t
    senders = (seller[0] for section in sections for seller in section.sellers)
    return {
        "lang": about.reader.language.words,
        "title": sections[0].title,
        "author": ", ".join(dict.fromkeys(senders)),
        "customer": t("letter.customer"),
        "printed": _printed(about),
        "badge": t("letter.sample") if about.sample else "",
        "sections": [_section(section) for section in sections],
    }


def _printed(about: About) -> list[str]:
    t, f = about.reader.t, about.reader.f
    said = [t("letter.as_of", day=f.date(about.as_of))]
    if about.known_at:
        said.append(t("letter.known_at", moment=f.moment(about.known_at)))
    moment = f.moment(about.loaded_at)
    said.append(t("letter.printed_from", build=about.snapshot, moment=moment))
    if about.sample:
        said.append(t("documents.sample_data"))
    return said


def _section(section: Section) -> dict[str, Any]:
    return {
        "title": _breakable(section.title),
        "subtitle": _breakable(section.subtitle),
        "running": _breakable(section.running),
        "sellers": _breakable(section.sellers),
        "customer": _breakable(section.customer),
        "addressed": section.addressed,
        "blocks": [_block(block) for block in section.blocks],
    }


def _block(block: Block) -> dict[str, Any]:
    match block:
        case Together():
            return {"kind": block.kind, "blocks": [_block(each) for each in block.blocks]}
        case Listing():
            return {"kind": block.kind, **_listing(block)}
        case _:
            return {"kind": block.kind, **_breakable(asdict(block))}


def _listing(listing: Listing) -> dict[str, Any]:
    widths = [column.width for column in listing.columns]
    shared = (_WHOLE_WIDTH - sum(widths)) / (widths.count(0) or 1)
    rooms = [(width or shared) - _INSIDE for width in widths]
    count = len(listing.rows)
    return {
        "head": _breakable([column.heading for column in listing.columns]),
        "widths": widths,
        "right": [at for at, column in enumerate(listing.columns) if column.right],
        "rows": _breakable(listing.rows),
        "low": [_fits(row, rooms) for row in listing.rows],
        "strong": [at % count for at in listing.strong] if count else [],
    }


def _fits(row: Sequence[str], rooms: Sequence[float]) -> bool:
    """True where no text of the row can need a second line."""
    width = _SIGNS.get
    return all(
        sum(width(sign, _WHOLE_WIDTH) for sign in text) <= room
        for text, room in zip(row, rooms, strict=True)
    )


def _breakable(told: Any) -> Any:
    """The same with a place to break, which does not show, inside words wider than a column."""
    match told:
        case str():
            return _ENDLESS.sub(lambda found: f"{found[0]}\u200b", told)
        case list() | tuple():
            return [_breakable(each) for each in told]
        case dict():
            return {name: _breakable(each) for name, each in told.items()}
    return told


def _flat(blocks: Sequence[Block]) -> list[Block]:
    return [
        each
        for block in blocks
        for each in (_flat(block.blocks) if isinstance(block, Together) else [block])
    ]
