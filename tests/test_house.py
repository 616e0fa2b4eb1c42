"""How the house stands: what the import contracts cannot say."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from saldo.settings import ROOT

PAGE_LINES, FILE_LINES = 120, 400


def _python(*folders: str) -> Iterator[Path]:
    for folder in folders:
        yield from sorted((ROOT / folder).rglob("*.py"))


def _imports(path: Path) -> set[str]:
    found = set[str]()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


def test_no_file_needs_much_scrolling() -> None:
    pages = dict.fromkeys(_python("pages"), PAGE_LINES)
    others = dict.fromkeys(_python("saldo", "etl", "tests", "bench"), FILE_LINES)

    long = {
        str(path.relative_to(ROOT)): lines
        for path, most in {**others, **pages}.items()
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > most
    }

    assert long == {}


def test_the_front_door_imports_nothing_but_the_screen() -> None:
    """import-linter takes no single module as a root, so app.py is held here."""
    assert _imports(ROOT / "app.py") <= {"saldo.ui", "saldo.ui.navigation", "streamlit"}


@pytest.mark.parametrize("page", sorted((ROOT / "pages").glob("[a-z]*.py")), ids=lambda p: p.stem)
def test_a_page_holds_no_query_and_asks_for_its_viewer_first(page: Path) -> None:
    source = page.read_text(encoding="utf-8")
    calls = [
        node.func.attr
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    ]

    assert calls[0] == "require_viewer" or "require_viewer" in source.split("with ")[0]
    assert "select " not in source.lower().replace("selectbox", "")
    assert not any(name.startswith(("duckdb", "sqlalchemy", "etl")) for name in _imports(page))


def test_the_environment_is_read_in_one_place() -> None:
    readers = [
        str(path.relative_to(ROOT))
        for path in _python("saldo", "etl", "pages")
        if any(
            isinstance(node, ast.Attribute) and node.attr in ("environ", "getenv")
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        )
    ]

    assert readers == ["saldo/settings.py"]


def test_the_clock_is_read_in_one_place() -> None:
    """Rules take `as_of`; today is the company's (rule 3)."""
    readers = [
        str(path.relative_to(ROOT))
        for path in _python("saldo", "etl", "pages")
        if path.name != "settings.py"
        and any(
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in ("now", "today", "utcnow")
            and isinstance(node.func.value, ast.Name)
            and node.func.value.id in ("datetime", "date")
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        )
    ]

    assert readers == []


def test_the_requirements_are_hashed_and_name_no_index() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (ROOT / name).read_text(encoding="utf-8")
        pins = [line for line in text.splitlines() if line and not line.startswith((" ", "#"))]
        assert all("==" in pin for pin in pins), name
        assert text.count("==") <= text.count("--hash=sha256:")
        assert "://" not in text
