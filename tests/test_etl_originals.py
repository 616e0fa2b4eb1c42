"""Originals: kept byte for byte from beside the source, nothing from anywhere else."""

from __future__ import annotations

import json
import stat
from hashlib import sha256
from pathlib import Path

import pytest

from etl import originals
from saldo.shelf import originals_of
from tests.homes import CUSTOMERS, INVOICES, Home

HEAD = "invoice_no,class,file_name,media_type\n"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    made = Home(tmp_path)
    made.write("customers.csv", CUSTOMERS)
    made.write("invoices.csv", INVOICES + "F1,C1,2026-09-01,2026-10-01,SEK,1250\n")
    return made


def _names(home: Home, *names: str) -> None:
    rows = "".join(f'F1,invoice,"{name}",application/pdf\n' for name in names)
    home.write("document_files.csv", HEAD + rows)
    assert home.load().exit_code == 0


def _problems(home: Home) -> dict[str, str]:
    rows = home.rows("select params from meta.findings where code = 'original_missing'")
    told = [json.loads(params) for (params,) in rows]
    return {each["file"]: each["problem"] for each in told}


def test_an_original_is_kept_byte_for_byte(home: Home) -> None:
    content = b"%PDF-1.4 \x00\xff original"
    home.write("F1.pdf", content)
    (home.sources / "scans").mkdir()
    (home.sources / "scans" / "F1.xml").write_bytes(b"<Invoice/>")
    _names(home, "F1.pdf", "scans/F1.xml")

    kept = home.rows("select customer_no, file_name, sha256, bytes from originals order by 2")
    shelf = originals_of(home.path)

    assert kept == [
        ("C1", "F1.pdf", sha256(content).hexdigest(), len(content)),
        ("C1", "scans/F1.xml", sha256(b"<Invoice/>").hexdigest(), 10),
    ]
    assert shelf.take(kept[0][2]) == content
    files = [path for path in (home.path / "originals").rglob("*") if path.is_file()]
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
    assert _problems(home) == {}


@pytest.mark.parametrize(
    "name", ["../secret.pdf", "/etc/passwd", "a/../../secret.pdf", "..\\secret.pdf", "link.pdf"]
)
def test_nothing_outside_the_sources_folder_is_taken(home: Home, name: str) -> None:
    secret = home.sources.parent / "secret.pdf"
    secret.write_bytes(b"secret")
    (home.sources / "link.pdf").symlink_to(secret)

    _names(home, name)

    assert home.rows("from originals") == []
    assert _problems(home) == {name: "outside"}
    assert not (home.path / "originals").exists()


def test_a_missing_file_is_a_finding_and_is_found_at_a_later_load(home: Home) -> None:
    _names(home, "F1.pdf")
    missing = _problems(home)
    home.write("F1.pdf", b"late")
    home.write("invoices.csv", INVOICES + "F2,C1,2026-09-02,2026-10-02,SEK,1\n")
    assert home.load().exit_code == 0

    assert missing == {"F1.pdf": "missing"}
    assert _problems(home) == {}
    assert home.one("select bytes from originals") == 4


def test_a_file_too_big_is_a_finding(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(originals, "MOST_BYTES", 3)
    home.write("F1.pdf", b"four")

    _names(home, "F1.pdf")

    assert _problems(home) == {"F1.pdf": "too_big"}


def test_a_folder_or_a_name_nobody_can_have_is_a_finding(home: Home) -> None:
    (home.sources / "folder.pdf").mkdir()

    _names(home, "folder.pdf", "x" * 300)

    assert set(_problems(home).values()) <= {"missing", "unreadable"}
    assert len(_problems(home)) == 2


def test_an_original_stays_when_its_file_is_gone_from_the_source(home: Home) -> None:
    """Rule 35: repeatable from what was archived."""
    home.write("F1.pdf", b"once")
    _names(home, "F1.pdf")
    digest = home.one("select sha256 from originals")
    (home.sources / "F1.pdf").unlink()
    home.write("invoices.csv", INVOICES + "F2,C1,2026-09-02,2026-10-02,SEK,1\n")
    assert home.load().exit_code == 0

    assert home.one("select sha256 from originals") == digest
    assert originals_of(home.path).take(digest) == b"once"
