"""Markup: server-rendered pages from templates, every value escaped on its way in."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from html import escape
from pathlib import Path
from string import Template

_TEMPLATES = Path(__file__).parent / "templates"


class Markup(str):
    """Text that is HTML already, made by `fill`."""

    __slots__ = ()


def fill(template: str, /, **values: str) -> Markup:
    """A template with its values; plain text is escaped, `Markup` is not."""
    return Markup(
        _template(template).substitute({key: _safe(value) for key, value in values.items()})
    )


def notice(text: str, role: str) -> Markup:
    """A line above a form: role `alert` for what went wrong, `status` for what is so."""
    return fill("notice", text=text, role=role)


def joined(parts: list[Markup]) -> Markup:
    """Several pieces one after the other."""
    return Markup("".join(parts))


@cache
def style() -> str:
    """The style sheet of the server-rendered pages."""
    return (_TEMPLATES / "signin.css").read_text(encoding="utf-8")


@cache
def style_address() -> str:
    """Where the style sheet is: another address when it changes, so that it can be kept."""
    return f"/signin.css?{sha256(style().encode()).hexdigest()[:12]}"


@cache
def _template(name: str) -> Template:
    return Template((_TEMPLATES / f"{name}.html").read_text(encoding="utf-8"))


def _safe(value: str) -> str:
    return value if isinstance(value, Markup) else escape(value, quote=True)
