"""The command line around loading: exit codes, JSON, words; scripts rely on them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.homes import CUSTOMERS, INVOICES

SALDO = Path(sys.executable).with_name("saldo")


@pytest.fixture
def own(tmp_path: Path) -> Path:
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "customers.csv").write_text(CUSTOMERS, encoding="utf-8")
    return folder


def saldo(home: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(SALDO), *arguments],
        env={**os.environ, "SALDO_HOME": str(home), "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", **more},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_load_tells_its_story_as_json(own: Path, tmp_path: Path) -> None:
    (own / "SOURCE.txt").write_text("from there", encoding="utf-8")
    (own / "invoices.csv").write_text(
        INVOICES + "1,C1,2026-01-02,,SEK,100\n2,C9,2026-01-02,,SEK,x\n", encoding="utf-8"
    )

    done = saldo(tmp_path / "home", "load", str(own), "--json")

    told = json.loads(done.stdout)
    assert done.returncode == 3
    assert set(told) == {"load_id", "snapshot", "changed", "files", "ignored"}
    assert told["changed"] is True
    (invoices,) = [f for f in told["files"] if f["file"].endswith("invoices.csv")]
    assert set(invoices) >= {
        "file", "table", "status", "read", "accepted", "excluded", "rejected", "amounts", "error",
    }  # fmt: skip
    assert (invoices["read"], invoices["accepted"], invoices["rejected"]) == (2, 1, 1)
    assert invoices["amounts"]["SEK"]["accepted"] == "100.00"
    assert [Path(name).name for name in told["ignored"]] == ["SOURCE.txt"]


def test_rejects_are_listed_with_line_text_and_words_in_the_readers_language(
    own: Path, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    (own / "invoices.csv").write_text(INVOICES + "1,C1,2026-02-30,,SEK,100 kr\n", encoding="utf-8")
    load_id = json.loads(saldo(home, "load", str(own), "--json").stdout)["load_id"]

    listed = saldo(home, "rejects").stdout
    swedish = saldo(home, "rejects", "--format", "json", SALDO_LANGUAGE="sv").stdout
    of_load = saldo(home, "rejects", "--load", load_id, "--format", "json").stdout

    assert '"1,C1,2026-02-30,,SEK,100 kr"' in listed
    assert "does not exist" in listed
    assert "is not a number" in listed
    (row,) = json.loads(swedish)
    assert row["line"] == 2
    assert {reason["code"] for reason in row["reasons"]} == {"impossible_date", "not_a_number"}
    assert "finns inte" in row["reasons"][0]["says"] + row["reasons"][1]["says"]
    assert len(json.loads(of_load)) == 1
    assert saldo(home, "rejects", "--load", "nonesuch").returncode == 2


def test_a_conflict_is_told_with_the_number_in_dispute(own: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    rows = "1,C1,2026-01-02,,SEK,100\n1,C1,2026-01-02,,SEK,200\n"
    (own / "invoices.csv").write_text(INVOICES + rows, encoding="utf-8")
    saldo(home, "load", str(own))

    listed = saldo(home, "rejects")

    assert listed.returncode == 0, listed.stderr
    assert listed.stdout.count("1 invoice 1 stands more than once in this load") == 2


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["load"], 2, "SOURCE"),
        (["load", "/nowhere/at/all.csv"], 1, "no such file"),
        (["load", ".", "--mapping", "nonesuch"], 2, "no mapping"),
        (["report", "balance", "--customer", "C1"], 1, "no published snapshot"),
        (["nonesuch"], 2, "No such command"),
        (["demo"], 2, "--out"),
        (["status"], 0, "snapshot: none"),
    ],
)
def test_what_went_wrong_is_one_clear_answer(
    tmp_path: Path, arguments: list[str], code: int, says: str
) -> None:
    done = saldo(tmp_path / "home", *arguments)

    assert done.returncode == code, done.stderr
    assert says in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


def test_the_demo_home_takes_no_own_files(own: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "demo.toml").write_text("", encoding="utf-8")

    done = saldo(home, "load", str(own))

    assert done.returncode == 2
    assert "SALDO_HOME=data/home saldo load" in done.stderr


def test_status_says_what_stands(own: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    (own / "invoices.csv").write_text(INVOICES + "1,C1,2026-01-02,,SEK,1\n", encoding="utf-8")
    saldo(home, "load", str(own))

    told = json.loads(saldo(home, "status", "--json").stdout)

    assert told["last_business_date"] == "2026-01-02"
    assert told["standing_rejects"] == 0
    assert told["findings"] == {"derived_due_date": 1}
