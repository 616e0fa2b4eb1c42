"""Markup: text from data, made safe for places that read Markdown."""

from __future__ import annotations

import re

# A space that does not break holds a figure together.
_BLANK = re.compile(r"[^\S\u00a0\u202f]+")
_MEANS_SOMETHING = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:&^=])")


def plain(text: str) -> str:
    """The text, every character of it, with nothing left that Markdown would act on."""
    return _MEANS_SOMETHING.sub(r"\\\1", _BLANK.sub(" ", text).strip(" "))


def unbroken(text: str) -> str:
    """The same, kept on one line: a date or a number that holds hyphens.

    Emphasis is what Markdown has for it; the style sheet takes its looks. A hyphen that does not
    break would be another character in what somebody copies.
    """
    return f"*{plain(text)}*" if text.strip() else ""
