"""Markup: text from data, made safe for places that read Markdown."""

from __future__ import annotations

import re

# A space that does not break holds a figure together.
_BLANK = re.compile(r"[^\S\u00a0\u202f]+")
_MEANS_SOMETHING = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:&^=])")


def plain(text: str) -> str:
    """The text, every character of it, with nothing left that Markdown would act on."""
    return _MEANS_SOMETHING.sub(r"\\\1", _BLANK.sub(" ", text).strip(" "))
