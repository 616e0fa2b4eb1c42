"""Texts: the catalogue's words in one reader's language, with their values filled in."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from saldo.i18n.catalogue import Wording, wording
from saldo.i18n.formats import Formats, formats_for
from saldo.i18n.languages import Language


@dataclass(frozen=True, slots=True)
class Texts:
    """`t("account.owe", balance=…)`: a text by key."""

    language: Language
    formats: Formats

    def __call__(self, key: str, /, **values: str | int) -> str:
        """The text with its values. A count is given as an int and chooses the plural form.

        Amounts and dates are passed as text, made by `Formats`. Raises `MissingText`, and
        `KeyError` for a placeholder without a value.
        """
        text = self._form(wording(key, self.language.words), values)
        return text.format_map({name: self._shown(name, given) for name, given in values.items()})

    def _form(self, text: Wording, values: dict[str, str | int]) -> str:
        if isinstance(text, str):
            return text
        return text["one" if values["count"] == 1 else "other"]

    def _shown(self, name: str, value: str | int) -> str:
        if isinstance(value, str):
            return value
        if isinstance(value, int):
            return self.formats.number(value)
        raise TypeError(f"{name} is a {type(value).__name__}: put it into words with Formats first")


@cache
def texts_for(language: str) -> Texts:
    """The texts of a language ("en", "sv", "en_SE")."""
    return Texts(Language(language), formats_for(language))
