"""The catalogue: every text of the product, in every language, by key."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

MESSAGES = Path(__file__).parent / "messages"
LANGUAGES = ("en", "sv")

Plural = Mapping[str, str]
Wording = str | Plural


class MissingText(Exception):
    """The code asked for a text that the catalogue does not hold."""

    def __init__(self, key: str) -> None:
        super().__init__(f"no text {key!r} in saldo/i18n/messages")


class BadCatalogue(Exception):
    """A file of the catalogue is not of the catalogue's form."""


@cache
def catalogue() -> Mapping[str, Mapping[str, Wording]]:
    """Key to language to wording, read once from `messages/*.toml`. Raises `BadCatalogue`."""
    texts: dict[str, Mapping[str, Wording]] = {}
    for path in sorted(MESSAGES.glob("*.toml")):
        for key, wordings in _leaves(tomllib.loads(path.read_text(encoding="utf-8")), ()):
            if key in texts:
                raise BadCatalogue(f"{path.name}: {key} stands in another file too")
            texts[key] = wordings
    return MappingProxyType(texts)


def has_text(key: str) -> bool:
    """True where the catalogue holds the text (for codes that may be a source's own)."""
    return key in catalogue()


def wording(key: str, language: str) -> Wording:
    """One text in one language, plural forms unresolved. Raises `MissingText`."""
    try:
        return catalogue()[key][language]
    except KeyError:
        raise MissingText(key) from None


def _leaves(
    node: Mapping[str, object], path: tuple[str, ...]
) -> Iterator[tuple[str, Mapping[str, Wording]]]:
    for name, child in node.items():
        here = (*path, name)
        if not isinstance(child, dict):
            raise BadCatalogue(f"{'.'.join(here)} is not a table with {' and '.join(LANGUAGES)}")
        if set(LANGUAGES) & set(child):
            yield ".".join(here), _checked(".".join(here), child)
        else:
            yield from _leaves(child, here)


def _checked(key: str, wordings: Mapping[str, object]) -> Mapping[str, Wording]:
    if set(wordings) != set(LANGUAGES):
        raise BadCatalogue(f"{key} needs exactly {' and '.join(LANGUAGES)}")
    checked: dict[str, Wording] = {}
    for language, text in wordings.items():
        if isinstance(text, str):
            checked[language] = text
        elif isinstance(text, dict) and set(text) == {"one", "other"}:
            checked[language] = MappingProxyType(text)
        else:
            raise BadCatalogue(f"{key}.{language} is neither a text nor one and other")
    return MappingProxyType(checked)
