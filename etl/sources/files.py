"""Files as they arrive: measured, checked, kept in the archive, ready to be read as text."""

from __future__ import annotations

import codecs
import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from etl.errors import SourceError

_CHUNK = 1 << 22
_QUOTE, _LF = ord('"'), ord("\n")
_ODD_BLANKS = (b"\t", b"\xc2\xa0", b"\xbb\xbf")
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
    """True where it is UTF-8 with one record a line: no bare CR, no blank or broken lines."""
    lines: int
    odd_blanks: bool
    """True where a tab or a no-break space stands somewhere in it."""


@dataclass(slots=True)
class _Survey:
    """What one pass over the bytes counts."""

    size: int = 0
    line_feeds: int = 0
    returns: int = 0
    pairs: int = 0
    blank: bool = False
    broken: bool = False
    last: bytes = b"\n"
    inside: bool = False
    odd_blanks: bool = False

    def add(self, chunk: bytes) -> None:
        joined = self.last + chunk
        self.size += len(chunk)
        self.line_feeds += chunk.count(b"\n")
        self.returns += chunk.count(b"\r")
        self.pairs += joined.count(b"\r\n")
        self.blank = self.blank or b"\n\n" in joined or b"\n\r\n" in joined
        self.odd_blanks = self.odd_blanks or any(blank in joined for blank in _ODD_BLANKS)
        if self.inside or b'"' in chunk:
            self._follow_quotes(chunk)
        self.last = chunk[-1:]

    def _follow_quotes(self, chunk: bytes) -> None:
        import numpy as np

        cells = np.frombuffer(chunk, dtype=np.uint8)
        inside = np.bitwise_xor.accumulate((cells == _QUOTE).astype(np.uint8))
        if self.inside:
            inside = inside ^ 1
        self.broken = self.broken or bool(((cells == _LF) & (inside == 1)).any())
        self.inside = bool(inside[-1])


def take(source: Path, archive: Path) -> Taken:
    """The file, copied to the archive under its SHA-256 (once), with its encoding.

    Raises `SourceError` when it is missing, empty or unreadable.
    """
    part = archive / f".part-{os.getpid()}-{source.name[:80]}"
    archive.mkdir(parents=True, exist_ok=True)
    digest, survey, utf8 = hashlib.sha256(), _Survey(), True
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    try:
        with source.open("rb") as reading, part.open("wb") as writing:
            while chunk := reading.read(_CHUNK):
                writing.write(chunk)
                digest.update(chunk)
                survey.add(chunk)
                utf8 = utf8 and _decodes(decoder, chunk)
        if survey.size == 0:
            raise SourceError(f"{source.name} is empty")
        sha = digest.hexdigest()
        kept = archive / sha[:2] / sha
        kept.parent.mkdir(exist_ok=True)
        part.replace(kept)
    except (FileNotFoundError, IsADirectoryError, PermissionError) as error:
        raise SourceError(f"{source} cannot be read: {error.strerror}") from None
    finally:
        part.unlink(missing_ok=True)
    utf8 = utf8 and _decodes(decoder, b"", final=True)
    encoding = _wide(kept) or ("utf-8" if utf8 else _guess(kept))
    ends_bare = survey.last != b"\n"
    plain = encoding == "utf-8" and not (
        survey.returns > survey.pairs or survey.blank or survey.broken or survey.inside
    )
    return Taken(
        name=source.name,
        path=kept,
        sha256=sha,
        size=survey.size,
        encoding=encoding,
        plain=plain and _starts_plain(kept),
        lines=survey.line_feeds + ends_bare,
        odd_blanks=survey.odd_blanks,
    )


def _decodes(decoder: codecs.IncrementalDecoder, chunk: bytes, *, final: bool = False) -> bool:
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError:
        return False
    return True


def _starts_plain(path: Path) -> bool:
    return not _head(path).startswith((b"\n", b"\r"))


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
