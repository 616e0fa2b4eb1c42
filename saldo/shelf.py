"""The shelf: bytes kept under their own hash, readable by the installation alone."""

from __future__ import annotations

import os
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path


class Lost(Exception):
    """What was kept is not there any more, or is not what it was."""

    def __init__(self, digest: str) -> None:
        super().__init__(f"the kept file {digest[:12]}… is missing or damaged")


@dataclass(frozen=True, slots=True)
class Shelf:
    """A folder of kept bytes, each file named by the SHA-256 of its content."""

    folder: Path

    def keep(self, content: bytes) -> str:
        """The hash under which `take` gives the bytes back. Twice the same is kept once."""
        digest = sha256(content).hexdigest()
        path = self._path(digest)
        if not path.exists():
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            part = path.with_name(f".{digest}-{os.getpid()}-{os.urandom(4).hex()}")
            with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
                out.write(content)
                out.flush()
                os.fsync(out.fileno())
            part.replace(path)
        return digest

    def take(self, digest: str) -> bytes:
        """The bytes as they were kept. Raises `Lost`."""
        try:
            content = self._path(digest).read_bytes()
        except OSError:
            raise Lost(digest) from None
        if sha256(content).hexdigest() != digest:
            raise Lost(digest)
        return content

    def _path(self, digest: str) -> Path:
        return self.folder / digest[:2] / digest


def shelf_of(home: Path) -> Shelf:
    """The shelf of a home's documents as they were issued."""
    return Shelf(home / "issued")


def originals_of(home: Path) -> Shelf:
    """The shelf of the sources' own invoice files."""
    return Shelf(home / "originals")
