"""Filters: what a question is narrowed to, parsed once at the door."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime, time

from saldo.ledger import ageing
from saldo.ledger.billing_check import Outcome
from saldo.ledger.decisions import State
from saldo.ledger.money import CURRENCIES
from saldo.reporting.sorting import ORDERS
from saldo.warehouse import Freshness

STATUSES = (
    "all",
    "open",
    "overdue",
    "due_soon",
    "paid",
    "disputed",
    "unapplied",
    "late",
    "at_risk",
    "slipped",
    "due",
    "planned",
    "delivered",
    "cancelled",
    "current",
    "notice",
    "ended",
    "installed",
    "removed",
    "covered",
    "uncovered",
    "warranty",
    "no_contract",
    "odd",
    "asked",
    "approved",
    "declined",
    "outstanding",
    "done",
    *(state.value for state in State),
    "credited",
)
BASELINES = ("requested", "first_confirmed", "latest_confirmed")
BUCKETS = tuple(bucket.name for bucket in ageing.BUCKETS)
AGEING_BY = ("due", "issue")
STEPS = ("4x30", "6x15", "8x7", "6x30", "12x30")
"""Intervals of ageing, number by days; the first is the buckets' own (rule 11)."""
OUTCOMES = tuple(outcome.value for outcome in Outcome)
_LONGEST = 200


class BadFilter(Exception):
    """A filter was given a value it cannot hold: `field` is its name, `value` what was given."""

    def __init__(self, field: str, value: str) -> None:
        """Build the message from the field's name and the value."""
        super().__init__(f"{field} cannot be {value!r}")
        self.field = field
        self.value = value


@dataclass(frozen=True, slots=True)
class Filters:
    """What to answer about. Hashable: part of every cache key.

    `customers` narrows the scope (empty: all of it). `as_of` is the effective day (rule 7),
    `known_at` the moment of knowledge. `start` and `end` are a period's first and last day.
    `aged_by` is what ageing counts days from, `steps` its intervals (rule 11); `baseline` what on
    time is measured against (rule 20). `site`, `category`, `contract` and `model` are a source's
    own, `outcome` is the billing check's (rule 27). `sort` is the order of a list, `into` a
    reporting currency (rule 2).
    """

    as_of: date
    customers: tuple[str, ...] = ()
    known_at: datetime | None = None
    start: date | None = None
    end: date | None = None
    currency: str | None = None
    status: str | None = None
    bucket: str | None = None
    search: str | None = None
    baseline: str | None = None
    aged_by: str | None = None
    steps: str | None = None
    site: str | None = None
    category: str | None = None
    contract: str | None = None
    model: str | None = None
    outcome: str | None = None
    sort: str | None = None
    into: str | None = None

    def __post_init__(self) -> None:
        """Refuse a period that ends before it begins."""
        if self.start and self.end and self.start > self.end:
            raise BadFilter("from", self.start.isoformat())

    @classmethod
    def from_query(cls, query: Mapping[str, str], default_as_of: date) -> Filters:
        """The filters an address (or a command line) states. Raises `BadFilter`.

        Empty values count as not given; names that are no filter are left alone. Several
        customers are separated by commas.
        """
        given = {name: text.strip() for name, text in query.items() if text.strip()}
        as_of = _day(given, "as_of")
        return cls(
            as_of=default_as_of if as_of is None else as_of,
            customers=_customers(given),
            known_at=_moment(given, "known_at"),
            start=_day(given, "from"),
            end=_day(given, "to"),
            currency=_currency(given, "currency"),
            status=_choice(given, "status", STATUSES),
            bucket=_choice(given, "bucket", BUCKETS),
            search=_text(given, "search"),
            baseline=_choice(given, "baseline", BASELINES),
            aged_by=_choice(given, "aged_by", AGEING_BY),
            steps=_choice(given, "steps", STEPS),
            site=_text(given, "site"),
            category=_text(given, "category"),
            contract=_text(given, "contract"),
            model=_text(given, "model"),
            outcome=_choice(given, "outcome", OUTCOMES),
            sort=_choice(given, "sort", tuple(ORDERS)),
            into=_currency(given, "into"),
        )

    def to_query(self) -> dict[str, str]:
        """The address of these filters: `from_query` gives them back."""
        return {
            _QUERY_NAMES.get(field.name, field.name): _written(value)
            for field in fields(self)
            if (value := getattr(self, field.name)) not in (None, ())
        }


_QUERY_NAMES = {"customers": "customer", "start": "from", "end": "to"}


def default_as_of(freshness: Freshness, today: date) -> date:
    """The day figures are shown for by default: the earlier of today and the data's end."""
    last = freshness.last_business_date
    return today if last is None else min(today, last)


def _written(value: object) -> str:
    if isinstance(value, tuple):
        return ",".join(no.replace("%", "%25").replace(",", "%2C") for no in value)
    return value.isoformat() if isinstance(value, date) else str(value)


def _text(given: Mapping[str, str], name: str) -> str | None:
    text = given.get(name)
    if text is not None and len(text) > _LONGEST:
        raise BadFilter(name, text[:_LONGEST] + "…")
    return text


def _customers(given: Mapping[str, str]) -> tuple[str, ...]:
    numbers = (no.strip() for no in given.get("customer", "").split(","))
    return tuple(sorted({no.replace("%2C", ",").replace("%25", "%") for no in numbers if no}))


def _day(given: Mapping[str, str], name: str) -> date | None:
    text = given.get(name)
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError:
        raise BadFilter(name, str(text)) from None


def _moment(given: Mapping[str, str], name: str) -> datetime | None:
    """A bare day means its last moment; an offset is taken as written (rule 3)."""
    text = given.get(name)
    if text is None:
        return None
    try:
        if len(text) <= len("2026-01-31"):
            return datetime.combine(date.fromisoformat(text), time.max)
        return datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        raise BadFilter(name, text) from None


def _currency(given: Mapping[str, str], name: str) -> str | None:
    text = given.get(name)
    if text is None:
        return None
    if text.upper() not in CURRENCIES:
        raise BadFilter(name, text)
    return text.upper()


def _choice(given: Mapping[str, str], name: str, choices: tuple[str, ...]) -> str | None:
    text = given.get(name)
    if text is not None and text not in choices:
        raise BadFilter(name, text)
    return text
