"""The message catalogue: complete in every language, used, and strict about its values."""

from __future__ import annotations

import ast
import string
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from saldo.i18n import MissingText, has_text, language_of, reader_for, texts_for
from saldo.i18n.catalogue import Wording, catalogue
from saldo.reporting.reports import REPORTS
from saldo.settings import ROOT

SOURCES = sorted(
    path
    for place in ("saldo", "pages", "app.py")
    for path in ([ROOT / place] if place.endswith(".py") else (ROOT / place).rglob("*.py"))
    if path.is_file()
)


def _forms(wording: Wording) -> list[str]:
    return [wording] if isinstance(wording, str) else list(wording.values())


def _placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def _asked(path: Path) -> Iterator[tuple[str, bool, int]]:
    """Keys given to `t(…)`: (key or constant prefix of an f-string, whole, line)."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
        name = node.func.id if isinstance(node.func, ast.Name) else name
        key = node.args[0]
        if name != "t":
            continue
        if isinstance(key, ast.Constant) and isinstance(key.value, str):
            yield key.value, True, node.lineno
        elif isinstance(key, ast.JoinedStr) and isinstance(key.values[0], ast.Constant):
            yield str(key.values[0].value), False, node.lineno


def _ended(path: Path) -> Iterator[str]:
    """Ends of keys that begin with a name only known at run time: `f"{page}.title"`."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.FormattedValue):
            last = node.values[-1]
            if isinstance(last, ast.Constant) and str(last.value).startswith("."):
                yield str(last.value)


def _mentioned(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


@pytest.mark.parametrize("key", sorted(catalogue()))
def test_every_text_stands_in_both_languages_with_the_same_placeholders(key: str) -> None:
    wordings = catalogue()[key]

    found = [{"count"} | _placeholders(form) for text in wordings.values() for form in _forms(text)]

    assert set(wordings) == {"en", "sv"}
    assert all(form.strip() for text in wordings.values() for form in _forms(text))
    assert all(names == found[0] for names in found)


def test_every_text_the_code_asks_for_exists() -> None:
    keys = set(catalogue())

    missing = [
        f"{path.relative_to(ROOT)}:{line} {key}"
        for path in SOURCES
        for key, whole, line in _asked(path)
        if (key not in keys if whole else not any(known.startswith(key) for known in keys))
    ]

    assert missing == []


def test_every_column_of_every_report_has_a_heading() -> None:
    nameless = [
        f"{report.name}: {column}"
        for report in REPORTS.values()
        for column in report.columns
        if not has_text(f"columns.{column}")
    ]

    assert nameless == []


def test_no_text_is_kept_that_nobody_asks_for() -> None:
    mentioned = {text for path in SOURCES for text in _mentioned(path)}
    prefixes = tuple(
        key for path in SOURCES for key, whole, _ in _asked(path) if not whole and "." in key
    )

    ends = tuple(end for path in SOURCES for end in _ended(path))

    unused = [
        key
        for key in catalogue()
        if key not in mentioned and not key.startswith(prefixes) and not key.endswith(ends)
    ]

    assert unused == []


def test_a_missing_text_raises() -> None:
    with pytest.raises(MissingText):
        texts_for("en")("formats.nowhere")


def test_a_missing_value_raises() -> None:
    with pytest.raises(KeyError):
        texts_for("en")("formats.week")


def test_an_unformatted_amount_is_refused() -> None:
    with pytest.raises(TypeError):
        texts_for("en")("formats.week", number=Decimal(5))


def test_a_count_chooses_the_plural_form_and_is_grouped() -> None:
    assert texts_for("sv")("formats.days", count=1) == "1 dag"
    assert texts_for("sv")("formats.days", count=1234) == "1\u00a0234 dagar"


def test_english_words_with_swedish_figures() -> None:
    assert texts_for("en_SE")("formats.days", count=1234) == "1\u00a0234 days"


def test_a_browsers_language_is_understood() -> None:
    assert [language_of(tag) for tag in ("sv-SE", "en-SE", "en-US", "de", None)] == [
        "sv",
        "en_SE",
        "en",
        "en",
        "en",
    ]


def test_a_reader_has_words_and_figures() -> None:
    reader = reader_for("sv")

    assert reader.t("formats.week", number=reader.f.number(7)) == "v. 7"
