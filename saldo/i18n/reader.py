"""Reader: one person's words and formats together."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from saldo.i18n.formats import Formats, formats_for
from saldo.i18n.languages import Language
from saldo.i18n.texts import Texts, texts_for


@dataclass(frozen=True, slots=True)
class Reader:
    """`reader.t(key, …)` says it, `reader.f.money(…)` writes the figure."""

    language: Language
    t: Texts
    f: Formats


@cache
def reader_for(language: str) -> Reader:
    """The reader of a language ("en", "sv", "en_SE"). Raises `ValueError` for another."""
    return Reader(Language(language), texts_for(language), formats_for(language))
