"""Scope: which customer accounts a question may see. Decided inside the query (rule 32)."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Scope:
    """The accounts somebody is entitled to, and those of them the question is about.

    `customers`, `groups` and `reps` are granted; a group means the account and all below it.
    `chosen` narrows and never widens. Nothing granted gives no rows. Hashable: part of every
    cache key.
    """

    customers: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    reps: tuple[str, ...] = ()
    chosen: tuple[str, ...] | None = None
    unlimited: str | None = None

    @classmethod
    def everything(cls, reason: str) -> Scope:
        """Every account. Only the command line and the benchmark may construct this."""
        if not reason:
            raise ValueError("a scope over everything needs a reason")
        return cls(unlimited=reason)

    def narrow(self, customers: tuple[str, ...]) -> Scope:
        """The same entitlement, asked about these customers only."""
        chosen = tuple(sorted(set(customers)))
        if self.chosen is not None:
            chosen = tuple(no for no in chosen if no in self.chosen)
        return replace(self, chosen=chosen)

    @property
    def is_empty(self) -> bool:
        """True where nothing is granted: every question gives no rows."""
        return not (self.customers or self.groups or self.reps or self.unlimited)


NOBODY = Scope()
