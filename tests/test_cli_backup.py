"""The restore drill: a home packed while it is used comes back as it was, or not at all."""

from __future__ import annotations

import io
import subprocess
import sys
import tarfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from saldo.cli.copies import CannotRestore, pack, unpack
from saldo.desk import Desk, audit, disputes, open_desk, people
from saldo.desk.copying import DeskInUse, OtherRevision, lines_of
from saldo.reporting import Filters, open_books
from saldo.reporting.reports import REPORTS
from saldo.settings import Settings, child_environment, read
from saldo.shelf import shelf_of
from saldo.warehouse import Scope
from saldo.warehouse.publish import LoaderBusy, loading
from tests.homes import CUSTOMERS, INVOICES, Home

EVERYTHING = Scope(customers=("C1", "C2"))


@pytest.fixture
def home(tmp_path: Path) -> Home:
    found = Home(tmp_path)
    found.write("customers.csv", CUSTOMERS)
    found.write("invoices.csv", INVOICES + "F1,C1,2026-01-01,2026-01-31,SEK,100.10\n")
    found.load()
    return found


@pytest.fixture
def used(home: Home) -> Iterator[Desk]:
    """The home's desk: a person with a password, a dispute, a document as issued."""
    desk, now = open_desk(home.settings.desk_url), home.settings.now()
    person = people.add(desk, email="åsa@example.se", name="Åsa", role="customer", at=now)
    people.set_password_hash(desk, person.id, "$argon2id$x", at=now)
    disputes.open_one(
        desk, company_no="1", document_class="invoice", invoice_no="F1", line_no=None,
        customer_no="C1", amount=None, currency="SEK", opened_on=now.date(), reason="för dyrt",
        wanted="kredit", raised_by=person.id, raised_at=now,
    )  # fmt: skip
    shelf_of(home.path).keep(b"%PDF as it was given")
    yield desk
    desk.close()


def answers(settings: Settings) -> dict[str, str]:
    desk = open_desk(settings.desk_url)
    try:
        books = open_books(settings.home, desk)
        filters = Filters(as_of=settings.today())
        found = {
            name: report.run(books, EVERYTHING, filters).write_csv()
            for name, report in REPORTS.items()
            if name in ("balance", "open-items", "statement", "invoices")
        }
        return found | {"desk": "\n".join(lines_of(desk))}
    finally:
        desk.close()


def elsewhere(tmp_path: Path) -> Settings:
    return read(tmp_path / "other" / "home")


def test_what_comes_back_is_what_there_was(home: Home, used: Desk, tmp_path: Path) -> None:
    """Trust 12: rows, people, disputes, issued documents and keys, to the byte."""
    before = answers(home.settings)
    packed = pack(home.settings, used, tmp_path / "copy.tar")
    checked = unpack(tmp_path / "copy.tar", elsewhere(tmp_path))

    assert packed == checked > 5
    assert answers(elsewhere(tmp_path)) == before
    digest = shelf_of(home.path).keep(b"%PDF as it was given")
    assert shelf_of(elsewhere(tmp_path).home).take(digest) == b"%PDF as it was given"


def test_a_restored_home_goes_on(home: Home, used: Desk, tmp_path: Path) -> None:
    pack(home.settings, used, tmp_path / "copy.tar")
    settings = elsewhere(tmp_path)
    unpack(tmp_path / "copy.tar", settings)

    home.write("more.csv", INVOICES + "F2,C2,2026-02-01,2026-02-28,SEK,5\n").rename(
        home.sources / "invoices_2.csv"
    )
    again = Home.at(home.sources, settings.home)
    assert again.load().exit_code == 0
    desk = open_desk(settings.desk_url)
    newcomer = people.add(desk, email="b@x.se", name="B", role="rep", at=settings.now())
    assert newcomer.id == 2
    desk.close()


def test_a_desk_moves_from_one_database_to_another(
    home: Home, used: Desk, tmp_path: Path, desk_url: str
) -> None:
    before = list(lines_of(used))
    pack(home.settings, used, tmp_path / "copy.tar")
    settings = replace(elsewhere(tmp_path), desk_url=desk_url)
    unpack(tmp_path / "copy.tar", settings)

    desk = open_desk(desk_url)
    assert list(lines_of(desk)) == before
    newcomer = people.add(desk, email="b@x.se", name="B", role="rep", at=settings.now())
    assert (newcomer.id, len(audit.entries(desk))) == (2, len(audit.entries(used)) + 1)
    desk.close()


def test_a_used_home_and_a_used_desk_are_left_alone(
    home: Home, used: Desk, tmp_path: Path, desk_url: str
) -> None:
    pack(home.settings, used, tmp_path / "copy.tar")
    with pytest.raises(CannotRestore, match="not empty"):
        unpack(tmp_path / "copy.tar", home.settings)

    desk = open_desk(desk_url)
    people.add(desk, email="b@x.se", name="B", role="rep", at=home.settings.now())
    desk.close()
    with pytest.raises(DeskInUse):
        unpack(tmp_path / "copy.tar", replace(elsewhere(tmp_path), desk_url=desk_url))
    assert not elsewhere(tmp_path).home.exists()


def test_while_a_load_runs_there_is_no_copy(home: Home, used: Desk, tmp_path: Path) -> None:
    with loading(home.path), pytest.raises(LoaderBusy):
        pack(home.settings, used, tmp_path / "copy.tar")

    assert not list(tmp_path.glob("*.tar*"))


def _flipped(content: bytes) -> bytes:
    at = content.index(b"F1,C1,2026")
    return content[:at] + b"F9" + content[at + 2 :]


def _climbing(_content: bytes) -> bytes:
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w") as copy:
        entry = tarfile.TarInfo("../outside")
        entry.size = 1
        copy.addfile(entry, io.BytesIO(b"x"))
    return target.getvalue()


def _linking(_content: bytes) -> bytes:
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w") as copy:
        entry = tarfile.TarInfo("CURRENT")
        entry.type, entry.linkname = tarfile.SYMTYPE, "/etc/passwd"
        copy.addfile(entry)
    return target.getvalue()


@pytest.mark.parametrize(
    "spoiled",
    [_flipped, _climbing, _linking, lambda content: content[:9000], lambda _: b"x" * 700],
    ids=["a changed byte", "out of its place", "a link", "cut short", "no copy"],
)
def test_a_copy_that_is_not_whole_makes_no_home(
    home: Home, used: Desk, tmp_path: Path, spoiled: Callable[[bytes], bytes]
) -> None:
    pack(home.settings, used, tmp_path / "copy.tar")
    (tmp_path / "bad.tar").write_bytes(spoiled((tmp_path / "copy.tar").read_bytes()))

    with pytest.raises(CannotRestore):
        unpack(tmp_path / "bad.tar", elsewhere(tmp_path))
    assert not elsewhere(tmp_path).home.exists()
    assert not (tmp_path / "outside").exists()
    assert not list((tmp_path / "other").glob(".*"))


def test_a_copy_of_other_tables_is_refused(
    home: Home, used: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack(home.settings, used, tmp_path / "copy.tar")
    monkeypatch.setattr("saldo.desk.copying.HEAD", "9999")

    with pytest.raises(OtherRevision, match="9999"):
        unpack(tmp_path / "copy.tar", elsewhere(tmp_path))


def test_the_drill_on_the_command_line(home: Home, used: Desk, tmp_path: Path) -> None:
    def saldo(settings: Settings, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", "from saldo.cli import main; main()", *words],
            env=child_environment(settings), capture_output=True, text=True, check=False,
        )  # fmt: skip

    copy = tmp_path / "copy.tar"
    first, twice = (saldo(home.settings, "backup", str(copy)) for _ in range(2))
    back = saldo(elsewhere(tmp_path), "restore", str(copy))
    missing = saldo(read(tmp_path / "third"), "restore", str(tmp_path / "nothing.tar"))
    report = ("report", "balance", "--customer", "C1", "--format", "csv")

    assert (first.returncode, twice.returncode, back.returncode) == (0, 2, 0)
    assert copy.stat().st_mode & 0o077 == 0
    assert missing.returncode == 1
    assert "no copy of a home" in missing.stderr
    assert saldo(elsewhere(tmp_path), *report).stdout == saldo(home.settings, *report).stdout != ""
