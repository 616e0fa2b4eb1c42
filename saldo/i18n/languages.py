"""Languages: the choices of words and number forms a reader has."""

from __future__ import annotations

from enum import StrEnum

from babel import Locale


class Language(StrEnum):
    """What a reader chose: English, Swedish, or English words with Swedish numbers and dates."""

    en = "en"
    sv = "sv"
    en_SE = "en_SE"  # noqa: N815 - the locale's own spelling

    @property
    def words(self) -> str:
        """The catalogue's language: "en" or "sv"."""
        return self.value[:2]

    @property
    def locale(self) -> Locale:
        """The locale of numbers, dates and currencies."""
        return Locale.parse(_LOCALES[self])


_LOCALES = {Language.en: "en_GB", Language.sv: "sv_SE", Language.en_SE: "en_SE"}


def language_of(text: str | None, default: Language = Language.en) -> Language:
    """The language a browser or a stored choice names ("sv-SE", "en_SE", "de"), else `default`."""
    wanted = (text or "").replace("-", "_")
    for language in (Language.en_SE, Language.sv, Language.en):
        if wanted == language or wanted.startswith(f"{language}_"):
            return language
    return default
