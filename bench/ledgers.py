"""Two ledgers with a known truth: ours, and what a customer's clerks made of it.

Knows nothing of the matcher: how numbers drift, what is missing, split, typed twice or wrong is
drawn from what people do, by shares stated here.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from saldo.ledger.matching import Kind, Ours, Theirs

SHARES = {
    "missing with them": 0.03,
    "missing with us": 0.02,
    "twice": 0.01,
    "split": 0.02,
    "amount": 0.02,
    "day": 0.04,
    "swapped": 0.015,
    "typed": 0.005,
    "no number": 0.01,
    "sign": 0.05,
}
_START = date(2024, 1, 1)
_SCHEMES: tuple[Callable[[int, date], str], ...] = (
    lambda no, day: f"INV-{day.year}-{no:05d}",
    lambda no, _: f"F{100000 + no}",
    lambda no, _: f"{7000000 + no * 3}",
    lambda no, day: f"{day:%y}-{no:06d}",
    lambda no, day: f"{day.year}{no:05d}",
)


@dataclass(slots=True)
class Ledgers:
    """Both ledgers, and which line belongs to which key.

    `doubles` are second postings of a document: either of the two may be taken for the first.
    """

    theirs: list[Theirs] = field(default_factory=list)
    ours: list[Ours] = field(default_factory=list)
    truth: set[tuple[int, str]] = field(default_factory=set)
    doubles: set[tuple[int, str]] = field(default_factory=set)
    swapped: set[int] = field(default_factory=set)


def measured(pairs: set[tuple[int, str]], made: Ledgers) -> tuple[float, float]:
    """Precision and recall of pairs of line and key."""
    right = len(pairs & (made.truth | made.doubles))
    return right / max(len(pairs), 1), right / len(made.truth)


def ledgers(seed: int, documents: int, *, payments: bool = False) -> Ledgers:
    """So many documents of ours over two years, and the other side's list of them."""
    draw = random.Random(seed)
    made = Ledgers()
    scheme = draw.choice(_SCHEMES)
    style = draw.choice(("as printed", "as printed", "bare", "no zeros"))
    rents = [_amount(draw) for _ in range(5)]
    for no in range(1, documents + 1):
        day = _START + timedelta(days=int(no / documents * 729))
        credit = draw.random() < 0.06
        amount = draw.choice(rents) if draw.random() < 0.25 else _amount(draw)
        amount = -amount if credit else amount
        number = f"K{scheme(no, day)}" if credit and draw.random() < 0.5 else scheme(no, day)
        kind = Kind.credit_note if credit else Kind.invoice
        due = day + timedelta(days=30)
        ours = Ours(f"1/{kind}/{number}", number, day, amount, "SEK", amount, kind, due)
        made.ours.append(ours)
        _post(draw, made, ours, style)
    for _ in range(int(documents * SHARES["missing with us"])):
        day = _START + timedelta(days=draw.randrange(730))
        _row(made, f"{draw.randrange(10**4, 10**8)}", day, _amount(draw), Kind.invoice)
    if payments:
        _pay(draw, made)
    return _shuffled(draw, made)


def _post(draw: random.Random, made: Ledgers, ours: Ours, style: str) -> None:
    if draw.random() < SHARES["missing with them"]:
        return
    number: str | None = _written(draw, ours.number, style, ours.day)
    text, day, amount = "", ours.day, ours.amount
    chance = draw.random()
    if chance < SHARES["swapped"]:
        number = _swapped(draw, number or "")
        made.swapped.add(len(made.theirs) + 1)
    elif chance < SHARES["swapped"] + SHARES["typed"]:
        number = _typed(draw, number or "")
    elif chance < SHARES["swapped"] + SHARES["typed"] + SHARES["no number"]:
        number, text = (None, "") if draw.random() < 0.5 else (None, f"Faktura {ours.number} VS")
    if draw.random() < SHARES["day"]:
        day += timedelta(days=draw.choice((1, 2, 3, 5, 7, 10, 30, -1)))
    if draw.random() < SHARES["amount"]:
        amount = draw.choice(
            (amount + 50, amount - 100, (amount * Decimal("0.8")).quantize(Decimal("0.01")))
        )
    elif amount < 0 and draw.random() < SHARES["sign"]:
        amount = -amount
    elif draw.random() < SHARES["split"] and abs(amount) > 100:
        _split(draw, made, ours, number, day)
        return
    kind = draw.choice((ours.kind, None))
    made.truth.add((_row(made, number, day, amount, kind, text=text), ours.key))
    if draw.random() < SHARES["twice"] and number:
        again = number if draw.random() < 0.6 else _written(draw, ours.number, "", ours.day)
        later = day + timedelta(days=draw.choice((0, 0, 3, 20)))
        made.doubles.add((_row(made, again, later, amount, kind), ours.key))


def _split(draw: random.Random, made: Ledgers, ours: Ours, number: str | None, day: date) -> None:
    parts, left = draw.randint(2, 4), ours.amount
    suffixed = draw.random() < 0.3
    for part in range(1, parts + 1):
        share = left if part == parts else (left * draw.randint(20, 70) / 100).quantize(Decimal(1))
        left -= share
        shown = f"{number}-{part}" if suffixed and number else number
        made.truth.add((_row(made, shown, day, share, ours.kind), ours.key))


def _pay(draw: random.Random, made: Ledgers) -> None:
    bills = [each for each in made.ours if each.kind is Kind.invoice]
    at = no = 0
    while at < len(bills):
        paid = bills[at : at + draw.choice((1, 1, 2, 3, 4))]
        at, no = at + len(paid), no + 1
        day = paid[-1].day + timedelta(days=draw.randint(25, 40))
        total = -sum((each.amount for each in paid), Decimal(0))
        key = f"1/payment/P{no}"
        chance = draw.random()
        if chance > 0.02:
            made.ours.append(Ours(key, f"P{no}", day, total, "SEK", total, Kind.payment))
        before = day - timedelta(days=draw.randint(0, 2))
        each_alone = len(paid) > 1 and draw.random() < 0.15
        amounts = [-each.amount for each in paid] if each_alone else [total]
        for amount in amounts if chance < 0.98 else []:
            line = _row(made, f"V{draw.randrange(10**6)}", before, amount, Kind.payment)
            if chance > 0.02:
                made.truth.add((line, key))


def _row(
    made: Ledgers,
    number: str | None,
    day: date,
    amount: Decimal,
    kind: Kind | None,
    *,
    text: str = "",
) -> int:
    line = len(made.theirs) + 1
    made.theirs.append(Theirs(line, number, day, amount, "SEK", None, None, kind, text))
    return line


def _shuffled(draw: random.Random, made: Ledgers) -> Ledgers:
    draw.shuffle(made.theirs)
    draw.shuffle(made.ours)
    return made


def _amount(draw: random.Random) -> Decimal:
    return Decimal(int(draw.lognormvariate(8.5, 1.2) * 100) + 500) / 100


def _written(draw: random.Random, number: str, style: str, day: date) -> str:
    """The number as a clerk writes it: mostly in the house's way, now and then in another."""
    digits = "".join(ch for ch in number if ch.isdigit())
    tail = number.replace("-", "/").split("/")[-1]
    ways = {
        "as printed": number,
        "bare": digits,
        "no zeros": tail.lstrip("0") if tail != number else number,
        "lower": number.lower().replace("-", " "),
        "slashed": number.replace("-", "/"),
        "year behind": f"{tail}/{day.year}",
        "named": f"Fakt {number}",
        "zeros": f"00{number}" if number[0].isdigit() else number,
        "dotted": number.replace("-", "."),
    }
    usual = style in ways and draw.random() < 0.75
    return ways[style] if usual else draw.choice(list(ways.values()))


def _swapped(draw: random.Random, number: str) -> str:
    places = [
        at
        for at in range(len(number) - 1)
        if number[at].isdigit() and number[at + 1].isdigit() and number[at] != number[at + 1]
    ]
    if not places:
        return number
    at = draw.choice(places[-3:])
    return number[:at] + number[at + 1] + number[at] + number[at + 2 :]


def _typed(draw: random.Random, number: str) -> str:
    places = [at for at, ch in enumerate(number) if ch.isdigit()]
    at = draw.choice(places)
    return number[:at] + str((int(number[at]) + draw.randint(1, 9)) % 10) + number[at + 1 :]
