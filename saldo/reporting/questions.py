"""Questions: the SQL files of this package, each with the questions it stands on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources

_STANDS_ON = re.compile(r"^-- stands on: (.+)$", re.MULTILINE)
_COMMENT = re.compile(r"^--.*\n", re.MULTILINE)
_PARAMETER = re.compile(r"\$([a-z_]+)")


class UnknownQuestion(Exception):
    """No SQL file has that name: a program's error, never a person's."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question, ready to ask: its SQL, and the parameters that the SQL names."""

    sql: str
    parameters: frozenset[str]


@cache
def question(name: str) -> Question:
    """The question of that name, with those it stands on as common table expressions.

    A file's header line `-- stands on: a, b` names them; they may stand on others in turn.
    Raises `UnknownQuestion`.
    """
    parts = [f"{part} as (\n{_body(part)}\n)" for part in foundations(name)]
    body = _body(name)
    if parts:
        _, _, rest = body.partition("with ")
        body = "with " + ",\n".join([*parts, rest])
    return Question(body, frozenset(_PARAMETER.findall(body)))


def question_names() -> list[str]:
    """The names of all questions."""
    return sorted(
        file.name.removesuffix(".sql") for file in _folder().iterdir() if file.name.endswith(".sql")
    )


def _folder() -> resources.abc.Traversable:
    return resources.files(__package__) / "sql"


@cache
def question_text(name: str) -> str:
    """The file as it is written. Raises `UnknownQuestion`."""
    try:
        return (_folder() / f"{name}.sql").read_text(encoding="utf-8")
    except FileNotFoundError:
        raise UnknownQuestion(f"reporting/sql holds no {name}.sql") from None


def _body(name: str) -> str:
    return _COMMENT.sub("", question_text(name)).strip()


def foundations(name: str) -> list[str]:
    """What the question stands on, deepest first, each once."""
    found: list[str] = []
    stated = _STANDS_ON.search(question_text(name))
    for part in stated.group(1).split(", ") if stated else ():
        found += [each for each in (*foundations(part), part) if each not in found]
    return found
