"""What a run says of the tests it leaves out, and why."""

from __future__ import annotations

import shutil
from collections.abc import Iterable

import pytest

from saldo import settings
from tests.desks import desk, desk_url, postgresql
from tests.places import place

__all__ = ["desk", "desk_url", "place", "postgresql"]  # fixtures

_SHARED = settings.read().shared / "data"
_MISSING = {
    "shared": None if _SHARED.is_dir() else "the real files of SALDO_SHARED are not here",
    "browser": None if shutil.which("chromium") else "chromium is not installed",
}


def pytest_collection_modifyitems(items: Iterable[pytest.Item]) -> None:
    """Leave out what needs files or programs that are not here."""
    for item in items:
        for mark, reason in _MISSING.items():
            if reason and item.get_closest_marker(mark):
                item.add_marker(pytest.mark.skip(reason=reason))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say in one line each how many tests a missing thing leaves out."""
    left_out: dict[str, int] = {}
    for report in terminalreporter.stats.get("skipped", []):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        left_out[reason] = left_out.get(reason, 0) + 1
    for reason, number in sorted(left_out.items()):
        terminalreporter.write_line(f"left out: {number} tests: {reason.removeprefix('Skipped: ')}")
