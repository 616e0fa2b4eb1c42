"""The one cache: nobody is answered with what somebody else asked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import polars as pl
import pytest

from saldo import access
from saldo.reporting import Books, Filters
from saldo.ui import cache
from saldo.warehouse import Scope
from tests.front import own_office

FILTERS = Filters(as_of=date(2026, 11, 22))
CALLS: list[Scope] = []


def who(books: Books, scope: Scope, filters: Filters, **more: Any) -> pl.DataFrame:
    CALLS.append(scope)
    return pl.DataFrame({"seen": [str((scope.customers, filters, more))]})


def ask(
    scope: Scope, filters: Filters = FILTERS, *, build: str = "b1", revision: int = 0, **more: Any
) -> pl.DataFrame:
    return cache.answer(
        who,
        snapshot=SimpleNamespace(build=build),  # type: ignore[arg-type]
        revision=revision,
        scope=scope,
        filters=filters,
        **more,
    )


@pytest.fixture(autouse=True)
def _office(tmp_path: Path) -> Iterator[None]:
    access.install(own_office(tmp_path))
    cache._answer.clear()
    cache._written.clear()
    CALLS.clear()
    yield
    access.install(None)


def test_one_customer_warms_and_another_reads_their_own() -> None:
    ask(Scope(customers=("A",)))

    assert "'B'" in ask(Scope(customers=("B",)))["seen"][0]
    assert len(CALLS) == 2


def test_the_same_question_is_asked_once() -> None:
    ask(Scope(customers=("A",)))
    ask(Scope(customers=("A",)))

    assert len(CALLS) == 1


@pytest.mark.parametrize(
    "change",
    [
        {"filters": replace(FILTERS, currency="SEK")},
        {"filters": replace(FILTERS, as_of=date(2026, 11, 21))},
        {"filters": replace(FILTERS, known_at=datetime(2026, 11, 21))},
        {"build": "b2"},
        {"revision": 1},
        {"text": "0042"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_everything_an_answer_depends_on_is_in_the_key(change: dict[str, Any]) -> None:
    scope = Scope(customers=("A",))
    ask(scope)

    ask(scope, **change)

    assert len(CALLS) == 2


@pytest.mark.parametrize(
    "other",
    [
        Scope(groups=("A",)),
        Scope(reps=("A",)),
        Scope(customers=("A",), chosen=()),
        Scope(customers=("A", "B")),
        Scope(unlimited="granted"),
    ],
)
def test_every_part_of_a_scope_is_in_the_key(other: Scope) -> None:
    ask(Scope(customers=("A",)))

    ask(other)

    assert len(CALLS) == 2
