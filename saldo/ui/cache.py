"""Cache: the one wrapper around Streamlit's, which all users share.

The key is everything an answer depends on, written out (`repr`: ten times quicker than Streamlit's
hashing of objects). Nothing reads `st.*` inside; the arguments with an underscore are left out of
the key because it names what they are.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import polars as pl
import streamlit as st

from saldo import access
from saldo.reporting import Books, Filters, desk_rows
from saldo.warehouse import Scope, Snapshot

Question = Callable[..., Any]
_SECONDS = 900


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with all its answer depends on: the snapshot, the desk, the scope, the filters."""

    question: str
    build: str
    revision: int
    scope: Scope
    filters: Filters
    more: tuple[tuple[str, Any], ...] = ()


def answer(
    question: Question,
    *,
    snapshot: Snapshot,
    revision: int,
    scope: Scope,
    filters: Filters,
    **more: Any,
) -> Any:
    """What a function of `saldo.reporting` says, from the cache where it was asked before."""
    name = f"{question.__module__}.{question.__qualname__}"
    asked = Asked(name, snapshot.build, revision, scope, filters, tuple(sorted(more.items())))
    return _answer(repr(asked), asked, question, snapshot)


@st.cache_data(ttl=_SECONDS, max_size="192MB", show_spinner=False)
def _answer(key: str, _asked: Asked, _question: Question, _snapshot: Snapshot) -> Any:  # noqa: ARG001
    return _question(
        books_of(_snapshot, _asked.revision, _asked.filters.known_at),
        _asked.scope,
        _asked.filters,
        **dict(_asked.more),
    )


def books_of(snapshot: Snapshot, revision: int, known_at: datetime | None) -> Books:
    """The books over a snapshot, with the desk as it stood at a revision."""
    return Books(snapshot, lambda name: _written(name, revision, known_at))


@st.cache_data(ttl=_SECONDS, max_entries=64, show_spinner=False)
def _written(name: str, revision: int, known_at: datetime | None) -> pl.DataFrame:  # noqa: ARG001 - the key
    return desk_rows.rows(access.office().desk, name, known_at)
