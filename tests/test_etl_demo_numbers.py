"""The demo's invented numbers pass the checks that real ones pass."""

import numpy as np
import pytest

from etl.demo import numbers
from etl.demo.bulk_frames import reference_numbers
from etl.demo.names import company_name
from etl.demo.people import DEMO_PEOPLE
from tests.demo_books import demo_books


def passes_luhn(text: str) -> bool:
    digits = [int(letter) for letter in text if letter.isdigit()]
    doubled = [digit * 2 if place % 2 else digit for place, digit in enumerate(reversed(digits))]
    return sum(digit // 10 + digit % 10 for digit in doubled) % 10 == 0


def test_a_check_digit_as_the_bank_computes_it() -> None:
    assert numbers.luhn_digit("7992739871") == "3"
    assert numbers.payment_reference("300-001") == "300001" + numbers.luhn_digit("300001")


@pytest.mark.parametrize("index", [0, 1, 60, 12_345])
def test_organisation_numbers_and_bankgiro_pass_the_luhn_test(index: int) -> None:
    assert passes_luhn(numbers.organisation_no(index))
    assert numbers.organisation_no(index).startswith("99")
    assert passes_luhn(numbers.bankgiro(index % 1000))


def test_an_iban_leaves_one_when_divided_by_ninety_seven() -> None:
    iban = numbers.iban(1)
    assert len(iban) == 24
    letters = iban[4:] + iban[:4]
    assert int("".join(str(int(letter, 36)) for letter in letters)) % 97 == 1


def test_references_of_the_bulk_are_those_computed_one_by_one() -> None:
    drawn = [1, 42, 300_001, 3_999_999, 12_345_678]
    made = reference_numbers(np.array(drawn, dtype=np.int64)).to_list()
    assert made == [numbers.payment_reference(str(number)) for number in drawn]


def test_no_two_customers_share_a_name_or_a_canary() -> None:
    assert len({company_name(index) for index in range(20_000)}) == 20_000
    for seed in (0, 7, 12_345):
        assert len({numbers.canary(seed, index) for index in range(100_000)}) == 100_000
    customers = demo_books()["customers"]
    assert len({row["name"] for row in customers}) == len(customers)


def test_every_printed_reference_of_the_demo_passes_the_luhn_test() -> None:
    books = demo_books()
    for row in books["invoices"] + books["payments"]:
        assert not row["reference"] or passes_luhn(row["reference"])
    assert all(passes_luhn(row["organisation_no"]) for row in books["customers"])


def test_every_address_is_in_the_reserved_domain() -> None:
    books = demo_books()
    for table in ("companies", "customers", "contacts", "reps"):
        assert all(row["email"].endswith(".example") for row in books[table])
    assert all(person.email.endswith(".example") for person in DEMO_PEOPLE)
