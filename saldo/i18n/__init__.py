"""Words and figures as text: the message catalogue and the formats of a reader's language."""

from saldo.i18n.catalogue import BadCatalogue, MissingText, has_text
from saldo.i18n.formats import MINUS, NBSP, Formats, formats_for
from saldo.i18n.languages import Language, language_of
from saldo.i18n.reader import Reader, reader_for
from saldo.i18n.texts import Texts, texts_for

__all__ = [
    "MINUS",
    "NBSP",
    "BadCatalogue",
    "Formats",
    "Language",
    "MissingText",
    "Reader",
    "Texts",
    "formats_for",
    "has_text",
    "language_of",
    "reader_for",
    "texts_for",
]
