"""The documents: what they name exists, what they show is what comes out."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
import typer.main

from etl import tables_page
from etl.load import load
from etl.mapping import Cell, Condition, Exclusion, Mapping, SourceRule, TableRule
from etl.mapping_file import parse
from saldo import settings
from saldo.cli import app
from saldo.reporting.reports import REPORTS
from saldo.settings import ROOT

SALDO = Path(sys.executable).with_name("saldo")
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", ROOT / "data/README.md"]
PAGES += sorted(DOCS.glob("*.md"))
# Homes and what `make demo` writes: named in the documents, made when they are needed.
MADE = {"data/home", "data/demo", "data/demo-files"}
_BLOCK = re.compile(r"^```(\S*) ?(\S*)\n(.*?)^```", re.DOTALL | re.MULTILINE)
_ROOTS = "saldo|etl|pages|tests|docs|data|bench|static"
_PATH = re.compile(rf"`((?:{_ROOTS})/[\w./-]*|[\w-]+\.(?:py|md|txt|toml))`")


def _blocks(page: Path, language: str) -> list[str]:
    found = _BLOCK.findall(page.read_text(encoding="utf-8"))
    return [body for said, _, body in found if said == language]


def _words(page: Path) -> str:
    return _BLOCK.sub("", page.read_text(encoding="utf-8"))


def test_the_page_of_the_tables_is_what_the_tables_say() -> None:
    assert (DOCS / "tables.md").read_text(encoding="utf-8") == tables_page.page()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_link_leads_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\(([^)\s]+)\)", _words(page))

    missing = [
        target
        for target in targets
        if "://" not in target and not _leads_somewhere(page, *target.partition("#")[::2])
    ]

    assert missing == []


def _leads_somewhere(page: Path, path: str, heading: str) -> bool:
    target = page.parent / path if path else page
    if not target.exists() or not heading:
        return target.exists()
    headings = re.findall(r"^#+ (.+)$", target.read_text(encoding="utf-8"), re.MULTILINE)
    return heading in {re.sub(r"[^\w -]", "", each.lower()).replace(" ", "-") for each in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_file_that_is_named_exists(page: Path) -> None:
    named = set(_PATH.findall(_words(page)))

    places = (ROOT, *((DOCS,) if page.parent == DOCS else ()))
    missing = {
        path
        for path in named
        if path.rstrip("/") not in MADE and not any((place / path).exists() for place in places)
    }

    assert missing - {"demo.toml"} == set()


def test_the_layers_are_those_that_are_checked() -> None:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    layers = declared["tool"]["importlinter"]["contracts"][0]["layers"]

    shown = _blocks(DOCS / "architecture.md", "")[0].splitlines()

    assert shown == layers


COMMAND_LINE = DOCS / "command-line.md"


def _commands(command: Any, name: str) -> Iterator[tuple[str, set[str]]]:
    if name != "saldo":
        yield name, {option for each in command.params for option in each.opts if option[0] == "-"}
    for below in command.list_commands(None) if hasattr(command, "list_commands") else ():
        yield from _commands(command.get_command(None, below), f"{name} {below}")


def _sections() -> dict[str, str]:
    parts = re.split(r"^#+ (saldo [\w ]+|[A-Z].*)$", _words(COMMAND_LINE), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def _options(section: str) -> set[str]:
    cells = re.findall(r"^\| (`-.*?) \|", section, re.MULTILINE)
    return set(re.findall(r"`(--?[a-z][a-z-]*)`", " ".join(cells)))


def test_every_command_and_option_is_documented_and_no_other() -> None:
    real = dict(_commands(typer.main.get_command(app), "saldo"))

    documented = {
        name: _options(body) for name, body in _sections().items() if name.startswith("saldo ")
    }

    assert documented == {name: options - {"--help"} for name, options in real.items()}


def test_every_report_is_documented_with_its_columns() -> None:
    rows = re.findall(r"^\| `([a-z-]+)` \| .* \| ((?:`\w+` ?)+) \|$", _words(COMMAND_LINE), re.M)

    documented = {name: tuple(re.findall(r"`(\w+)`", columns)) for name, columns in rows}

    assert documented == {name: report.columns for name, report in REPORTS.items()}


def test_every_reason_to_reject_is_documented() -> None:
    said = (ROOT / "saldo/i18n/messages/rejects.toml").read_text(encoding="utf-8")

    for code in tomllib.loads(said)["rejects"]:
        assert f"`{code}`" in _sections()["saldo rejects"]


def test_every_setting_is_documented_and_no_other() -> None:
    read = set(re.findall(r"SALDO_[A-Z_]+", (ROOT / "saldo/settings.py").read_text("utf-8")))

    documented = set(re.findall(r"^\| `(SALDO_\w+)`", _sections()["Settings"], re.MULTILINE))

    assert documented == read


def test_every_option_of_a_mapping_is_documented() -> None:
    text = _words(DOCS / "mapping.md")
    inner = {"name", "sources", "table", "cells", "when"}  # written otherwise in the file
    for part in (Mapping, SourceRule, TableRule, Cell, Condition, Exclusion):
        for option in {field.name for field in fields(part)} - inner:
            assert f"`{option}`" in text, f"{part.__name__}.{option}"


def _examples() -> Iterator[tuple[dict[str, str], str]]:
    files: dict[str, str] = {}
    for language, name, body in _BLOCK.findall((DOCS / "mapping.md").read_text(encoding="utf-8")):
        if language == "csv":
            files[name] = body
        elif language == "toml":
            yield files, body
            files = {}


@pytest.mark.parametrize(
    ("files", "text"), list(_examples()), ids=lambda part: next(iter(part))[:20]
)
def test_every_example_of_a_mapping_loads_whole(
    files: dict[str, str], text: str, tmp_path: Path
) -> None:
    (tmp_path / "own").mkdir()
    for name, body in files.items():
        (tmp_path / "own" / name).write_text(body, encoding="utf-8")

    mapping = parse(text, name="example")
    outcome = load(settings.read(tmp_path / "home"), [tmp_path / "own"], mapping=mapping)

    assert outcome.exit_code == 0
    assert [file.unknown_columns for file in outcome.files] == [()] * len(files)


class Reader:
    """Somebody who does what the README says, in a folder and a home of their own."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.env = {**os.environ, "SALDO_HOME": str(place / "home"), "SALDO_LANGUAGE": "en"}

    def paste(self, block: str) -> None:
        subprocess.run(["sh", "-eu"], input=block, cwd=self.place, text=True, check=True)

    def type(self, line: str) -> str:
        name, *words = line.removeprefix("$ ").split()
        assert name == ".venv/bin/saldo"
        done = subprocess.run(
            [str(SALDO), *words],
            cwd=self.place, env=self.env, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    def sees(self, block: str) -> None:
        """What the block shows after its command is how the answer begins."""
        line, _, shown = block.partition("\n")
        assert self.type(line).startswith(shown)


def test_the_readmes_example_gives_the_balance_it_states(tmp_path: Path) -> None:
    own, settled = _blocks(ROOT / "README.md", "sh")[1:]
    started, owed, loaded, left = _blocks(ROOT / "README.md", "console")
    reader = Reader(tmp_path)

    reader.paste(own)
    reader.sees(started.replace("saldo start", "saldo load"))  # it would go on to serve
    reader.sees(owed)
    reader.paste(settled)
    reader.sees(loaded)
    reader.sees(left)


def test_the_json_that_is_shown_has_the_fields_that_come_out(tmp_path: Path) -> None:
    own = _blocks(ROOT / "README.md", "sh")[1]
    loaded, _, balance, status = (json.loads(said) for said in _blocks(COMMAND_LINE, "json"))
    reader = Reader(tmp_path)

    reader.paste(own)
    told = json.loads(reader.type("$ .venv/bin/saldo load my-files --json"))
    answer = reader.type("$ .venv/bin/saldo report balance --customer 1001 --format json")
    stands = json.loads(reader.type("$ .venv/bin/saldo status --json"))

    assert _fields(loaded) == _fields({**told, "files": told["files"][1:2]})
    assert loaded["files"] == told["files"][1:2]
    assert {**balance, "snapshot": ""} == {**json.loads(answer), "snapshot": ""}
    assert _fields(status) == _fields(stands)
    assert status["findings"] == stands["findings"]


def test_the_rejects_that_are_shown_are_what_comes_out(tmp_path: Path) -> None:
    reader = Reader(tmp_path)
    (tmp_path / "my-files").mkdir()
    (tmp_path / "my-files/invoices.csv").write_text(
        "invoice_no,customer_no,issue_date,due_date,currency,amount\n1,C1,2026-02-30,,SEK,100\n",
        encoding="utf-8",
    )
    home = settings.read(tmp_path / "home")
    assert load(home, [tmp_path / "my-files"]).exit_code == 3

    told = json.loads(reader.type("$ .venv/bin/saldo rejects --format json"))

    told[0]["source"] = "my-files/invoices.csv"
    assert told == json.loads(_blocks(COMMAND_LINE, "json")[1])


def _fields(answer: Any) -> Any:
    if isinstance(answer, dict):
        return {name: _fields(value) for name, value in answer.items()}
    return [_fields(each) for each in answer] if isinstance(answer, list) else type(answer)
