"""The breaks of `python -m tests.breaking` stay possible: what they replace is still there."""

from __future__ import annotations

import pytest

from tests.breaking import BREAKS, ROOT, Break


@pytest.mark.parametrize("each", BREAKS, ids=lambda each: f"{each.rule}-{each.says[:30]}")
def test_what_a_break_replaces_stands_in_its_file_and_its_test_exists(each: Break) -> None:
    text = (ROOT / each.file).read_text(encoding="utf-8")

    assert each.old in text
    assert each.new != each.old
    for test in (word for word in each.test.split() if word.startswith("tests/")):
        assert (ROOT / test.partition("::")[0]).is_file()


def test_every_rule_from_1_to_18_is_broken_at_least_once() -> None:
    assert {each.rule for each in BREAKS} >= set(range(1, 19))
