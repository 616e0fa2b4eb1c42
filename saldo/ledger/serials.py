"""Serial numbers: when two spellings mean the same machine."""

from __future__ import annotations

import re

_BLANKS = re.compile(r"[\s-]")


def plain_serial(text: str) -> str:
    """The number without case, blanks, hyphens and leading zeros, O read as 0.

    As `machine_states.plain_serial`: numbers that are alike by it are a finding, never one machine.
    """
    return _BLANKS.sub("", text.upper()).replace("O", "0").lstrip("0")
