"""What a scope comes to is found once per snapshot, and never another's (rule 32)."""

from __future__ import annotations

from pathlib import Path

from saldo.reporting.accounts import customers
from saldo.warehouse import Scope
from tests.marts import books_of, on

DAY = on("2026-03-31")


def test_a_scope_asked_again_gives_the_same_accounts_and_no_others(tmp_path: Path) -> None:
    books = books_of(
        tmp_path,
        customers="""
            customer_no name parent_no rep_no
            C1 Acme - R1
            C2 Beta C1 R2
            C3 Gamma - R2""",
    )
    scopes = {
        Scope(customers=("C1",)): ["C1"],
        Scope(groups=("C1",)): ["C1", "C2"],
        Scope(reps=("R2",)): ["C2", "C3"],
        Scope(reps=("R2",)).narrow(("C1", "C3")): ["C3"],
        Scope(): [],
    }

    for _ in range(2):
        for scope, numbers in scopes.items():
            assert customers(books, scope, DAY)["customer_no"].to_list() == numbers
