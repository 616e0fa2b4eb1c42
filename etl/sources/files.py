"""Files as they arrive: measured, checked, kept in the archive, ready to be read as text."""

from __future__ import annotations

import codecs
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from etl.errors import SourceError

_CHUNK = 1 << 22
_CANDIDATES = ["utf_8", "cp1252", "latin_1", "cp850", "mac_roman"]


@dataclass(frozen=True, slots=True)
class Taken:
    """One file in the archive: its bytes unchanged, and what a pass over them showed."""

    name: str
    path: Path
    sha256: str
    size: int
    encoding: str
    plain: bool
    """True where it is UTF-8, its lines ended by LF or CR LF throughout."""
    lines: int
    odd_blanks: bool
    """True where a tab or a no-break space stands somewhere in it."""


@dataclass(slots=True)
class _Survey:
    """What one pass over the bytes counts."""

    size: int = 0
    line_feeds: int = 0
    bare_returns: bool = False
    odd_blanks: bool = False
    last: bytes = b"\n"

    def add(self, chunk: bytes) -> None:
        self.size += len(chunk)
        self.line_feeds += chunk.count(b"\n")
        if b"\r" in chunk or self.last == b"\r":
            self._follow_returns(self.last + chunk)
        # one byte is sought much faster than two, and seldom stands in a file at all
        self.odd_blanks = (
            self.odd_blanks
            or b"\t" in chunk
            or (b"\xa0" in chunk and b"\xc2\xa0" in self.last + chunk)
            or (b"\xbf" in chunk and b"\xbb\xbf" in self.last + chunk)
        )
        self.last = chunk[-1:]

    def end(self) -> None:
        self.bare_returns = self.bare_returns or self.last == b"\r"

    def _follow_returns(self, joined: bytes) -> None:
        returns = joined.count(b"\r", 0, -1)
        self.bare_returns = self.bare_returns or returns > joined.count(b"\r\n")


def digest(source: Path) -> str:
    """The SHA-256 of a file's bytes. Raises `SourceError` when it is empty or unreadable."""
    hashed = hashlib.sha256()
    with _reading(source) as reading:
        while chunk := reading.read(_CHUNK):
            hashed.update(chunk)
        if reading.tell() == 0:
            raise SourceError(f"{source.name} is empty")
    return hashed.hexdigest()


def take(source: Path, archive: Path) -> Taken:
    """The file, copied to the archive under its SHA-256 (once), with its encoding.

    Raises `SourceError` when it is missing, empty or unreadable.
    """
    part = archive / f".part-{os.getpid()}-{source.name[:80]}"
    archive.mkdir(mode=0o700, parents=True, exist_ok=True)
    hashed, survey, utf8 = hashlib.sha256(), _Survey(), True
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    try:
        with _reading(source) as reading, part.open("wb") as writing:
            while chunk := reading.read(_CHUNK):
                writing.write(chunk)
                hashed.update(chunk)
                survey.add(chunk)
                utf8 = utf8 and _decodes(decoder, chunk)
        survey.end()
        if survey.size == 0:
            raise SourceError(f"{source.name} is empty")
        sha = hashed.hexdigest()
        kept = archive / sha[:2] / sha
        kept.parent.mkdir(exist_ok=True)
        part.replace(kept)
    finally:
        part.unlink(missing_ok=True)
    utf8 = utf8 and _decodes(decoder, b"", final=True)
    encoding = _wide(kept) or ("utf-8" if utf8 else _guess(kept))
    return Taken(
        name=source.name,
        path=kept,
        sha256=sha,
        size=survey.size,
        encoding=encoding,
        plain=encoding == "utf-8" and not survey.bare_returns,
        lines=survey.line_feeds + (survey.last != b"\n"),
        odd_blanks=survey.odd_blanks,
    )


@contextmanager
def _reading(source: Path) -> Iterator[BinaryIO]:
    try:
        with source.open("rb") as reading:
            yield reading
    except (FileNotFoundError, IsADirectoryError, PermissionError) as error:
        raise SourceError(f"{source} cannot be read: {error.strerror}") from None


def _decodes(decoder: codecs.IncrementalDecoder, chunk: bytes, *, final: bool = False) -> bool:
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError:
        return False
    return True


def _head(path: Path) -> bytes:
    with path.open("rb") as reading:
        return reading.read(1 << 18)


def _wide(path: Path) -> str | None:
    """UTF-16, by its mark or by its zeros; None for anything else."""
    head = _head(path)[:2000]
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    half = len(head) // 4
    if head[1::2].count(0) > half:
        return "utf-16-le"
    return "utf-16-be" if head[0::2].count(0) > half else None


def _guess(path: Path) -> str:
    """The likeliest of five; cp1252 on doubt."""
    from charset_normalizer import from_bytes  # slow to import, seldom needed

    best = from_bytes(_head(path), cp_isolation=_CANDIDATES).best()
    return best.encoding if best is not None and best.encoding != "utf_8" else "cp1252"
