"""Refusals: why an upload is no table, and what is noted of one that is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


class NotATable(Exception):
    """The upload cannot be read as a table; `code` and `params` say why, the catalogue in words.

    Codes: too_big, too_many_rows, too_wide, expands, empty, no_rows, no_header, encrypted,
    not_a_table, unreadable, no_such_sheet.
    """

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(f"{code} {params}" if params else code)
        self.code = code
        self.params = params


@dataclass(frozen=True, slots=True, init=False)
class Note:
    """One thing to tell the reader of an upload: a code, put into words by the catalogue."""

    code: str
    params: dict[str, str | int] = field(default_factory=dict)

    def __init__(self, code: str, **params: str | int) -> None:
        object.__setattr__(self, "code", code)
        object.__setattr__(self, "params", params)
