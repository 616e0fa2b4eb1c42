"""Copies: a home packed into one file with a list of what is in it, and unpacked into a new one."""

from __future__ import annotations

import io
import json
import os
import shutil
import tarfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import IO

from saldo.desk import Desk
from saldo.desk.copying import fill, lines_of
from saldo.settings import Settings
from saldo.warehouse import current_path
from saldo.warehouse.publish import loading

_LIST = "contents.json"
_DESK = "desk.jsonl"
_FOLDERS = ("loads", "archive", "issued", "originals", "keys")
_CHUNK = 1 << 20


class CannotRestore(Exception):
    """The copy cannot be unpacked: damaged, not ours, or the home is not empty."""


def pack(settings: Settings, desk: Desk, target: Path) -> int:
    """Copy a home into one new file, as it stands between two loads; how many files it holds.

    Figures, journal, archive, issued documents, keys and the desk. The file is there only when it
    is whole, readable to its owner alone. Raises `LoaderBusy`, `FileExistsError`.
    """
    if target.exists():
        raise FileExistsError(f"{target} is there already")
    part = target.with_name(f".{target.name}.part")
    digests: dict[str, str] = {}
    with loading(settings.home):
        handle = os.open(part, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
        try:
            with os.fdopen(handle, "wb") as raw, tarfile.open(fileobj=raw, mode="w") as copy:
                for name, path in _files(settings.home):
                    digests[name] = _digest(path)
                    copy.add(path, name, recursive=False)
                told = "".join(f"{line}\n" for line in lines_of(desk)).encode()
                digests[_DESK] = sha256(told).hexdigest()
                _add(copy, _DESK, told)
                _add(copy, _LIST, json.dumps(digests, indent=1).encode())
                raw.flush()
                os.fsync(raw.fileno())
            part.rename(target)
        finally:
            part.unlink(missing_ok=True)
    return len(digests)


def unpack(copy: Path, settings: Settings) -> int:
    """Make a home from a copy, in a place where none is; how many files were checked.

    Nothing is there until everything is: it is unpacked beside and renamed. Raises
    `CannotRestore`, `DeskInUse`, `OtherRevision`.
    """
    from saldo.desk import open_desk

    home = settings.home
    if home.exists() and any(home.iterdir()):
        raise CannotRestore(f"{home} is not empty: restore into a new home")
    beside = home.with_name(f".{home.name}.restoring")
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir(mode=0o700, parents=True)
    try:
        checked = _unpacked(copy, beside)
        own = settings.desk_url == f"sqlite:///{home / 'desk.db'}"
        desk = open_desk(f"sqlite:///{beside / 'desk.db'}" if own else settings.desk_url)
        try:
            with (beside / _DESK).open(encoding="utf-8") as lines:
                fill(desk, lines)
        finally:
            desk.close()
        for name in (_DESK, _LIST):
            (beside / name).unlink()
        if home.exists():
            home.rmdir()
        beside.rename(home)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return checked


def _files(home: Path) -> Iterator[tuple[str, Path]]:
    """What a copy holds besides the desk: the published snapshot alone, not those before."""
    snapshot = current_path(home)
    found = [home / "CURRENT", snapshot, *home.glob("demo.toml")]
    for folder in _FOLDERS:
        found += [path for path in sorted((home / folder).rglob("*")) if path.is_file()]
    for path in found:
        if not path.name.startswith(".part-"):
            yield path.relative_to(home).as_posix(), path


def _unpacked(copy: Path, place: Path) -> int:
    try:
        with tarfile.open(copy, mode="r:") as packed:
            for member in packed:
                _write(packed, member, place)
        digests = json.loads((place / _LIST).read_text(encoding="utf-8"))
    except (tarfile.TarError, OSError, ValueError) as error:
        raise CannotRestore(f"{copy} is no copy of a home: {error}") from None
    for name, digest in digests.items():
        path = place / name
        if not path.is_file() or _digest(path) != digest:
            raise CannotRestore(f"{copy} is damaged: {name}")
    return len(digests)


def _write(packed: tarfile.TarFile, member: tarfile.TarInfo, place: Path) -> None:
    name = PurePosixPath(member.name)
    source = packed.extractfile(member) if member.isfile() else None
    if source is None or name.is_absolute() or ".." in name.parts:
        raise CannotRestore(f"the copy holds {member.name!r}, which is no file of a home")
    path = place / name
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "wb") as target:
        shutil.copyfileobj(source, target, _CHUNK)


def _add(copy: tarfile.TarFile, name: str, content: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size = len(content)
    entry.mode = 0o600
    copy.addfile(entry, io.BytesIO(content))


def _digest(path: Path) -> str:
    with path.open("rb") as source:
        return _of(source)


def _of(source: IO[bytes]) -> str:
    hashed = sha256()
    while chunk := source.read(_CHUNK):
        hashed.update(chunk)
    return hashed.hexdigest()
