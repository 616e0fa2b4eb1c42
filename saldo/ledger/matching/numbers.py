"""Numbers: the forms under which a document's number may stand in somebody else's ledger."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

_RUNS = re.compile(r"[^\W\d_]+|\d+")
_WORDS = re.compile(r"[^\W_](?:[\w./\-]*[^\W_])?")
_PART = re.compile(r"(?<=\w)[\s\-/.:]+(?:\d{1,2}|[a-zA-Z])$")
_SHORTEST_CORE = 1
_SHORTEST_IN_TEXT = 4


@dataclass(frozen=True, slots=True)
class Forms:
    """One number's forms: `plain` without case, spaces, punctuation and leading zeros; `digits`
    without letters too; `joined` are the digits as if written together, zeros and all; `cores`
    are without a year before or after."""

    plain: str
    digits: str
    joined: str
    cores: tuple[str, ...]


@cache
def forms(number: str) -> Forms:
    """The forms of a number: INV-2024-0045 is inv202445, 202445 and 20240045, its core 45.

    Runs of digits lose their zeros one by one where punctuation parts them. Digits that are
    written together have a core only where they begin or end with a year.
    """
    runs = _RUNS.findall(number.casefold())
    bare = [run.lstrip("0") or "0" if run.isdigit() else run for run in runs]
    digits = [run for run in bare if run.isdigit()]
    joined = "".join(run for run in runs if run.isdigit()).lstrip("0")
    return Forms("".join(bare), "".join(digits), joined, _cores(runs))


def base(number: str) -> str:
    """A number without the part it ends with: 4711-2 is part of 4711."""
    return _PART.sub("", number.strip())


@cache
def mentioned(text: str) -> tuple[str, ...]:
    """Everything in a text that may be a number: what holds a digit and is not too short."""
    found = [word for word in _WORDS.findall(text) if any(ch.isdigit() for ch in word)]
    inside = [run for word in found for run in _RUNS.findall(word) if run.isdigit()]
    return tuple(dict.fromkeys(each for each in (*found, *inside) if len(each) >= 2))


def forget() -> None:
    """Let go of the forms that a match has asked for over and over."""
    forms.cache_clear()
    mentioned.cache_clear()


def telling(form: str) -> bool:
    """True where a form is long enough to mean something within a text."""
    return sum(ch.isdigit() for ch in form) >= _SHORTEST_IN_TEXT


def _cores(runs: list[str]) -> tuple[str, ...]:
    digits = [run for run in runs if run.isdigit()]
    if not digits:
        return ()
    kept = [run.lstrip("0") for run in _without_year(digits)]
    found = ["".join(kept)]
    if len(digits) == 1:
        found += [rest.lstrip("0") for rest in _year_written_together(digits[0])]
    return tuple(dict.fromkeys(core for core in found if len(core) >= _SHORTEST_CORE))


def _without_year(digits: list[str]) -> list[str]:
    if len(digits) > 1 and _is_year(digits[0]):
        return digits[1:]
    if len(digits) > 1 and _is_year(digits[-1]):
        return digits[:-1]
    return digits


def _year_written_together(run: str) -> list[str]:
    if len(run) < 7:
        return []
    ends = [(run[:4], run[4:]), (run[-4:], run[:-4])]
    return [rest for year, rest in ends if len(year) == 4 and _is_year(year)]


def _is_year(run: str) -> bool:
    if len(run) == 4:
        return run[:2] in {"19", "20"}
    return len(run) == 2 and run[0] in "0123"
