"""A demo home, the app in a process of its own, and a real Chromium."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from saldo import settings
from saldo.cli.demo import refresh
from tests.front import free_port

SALDO = Path(sys.executable).with_name("saldo")
_FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    " --disable-component-update --disable-sync"
)
_PATIENCE = 30_000


@dataclass(frozen=True)
class Served:
    """The app of one home, and what it said when it started."""

    home: Path
    url: str
    said: str


@contextmanager
def served(home: Path, *command: str, until: str = "Saldo: ") -> Iterator[Served]:
    """The app, started by a command of the command line, until the block ends."""
    arguments = [str(SALDO), *(command or ("serve",)), "--port", str(free_port())]
    process = subprocess.Popen(
        arguments,
        env={**os.environ, "SALDO_HOME": str(home)},
        stdout=subprocess.PIPE,
        text=True,
    )
    said = ""
    try:
        assert process.stdout is not None
        while until not in said:
            line = process.stdout.readline()
            assert line, said
            said += line
        found = re.search(r"Saldo: (\S+)", said)
        assert found, said
        yield Served(home, found.group(1), said)
    finally:
        process.terminate()
        process.wait(20)


def answer(home: Path, name: str, *options: str) -> dict[str, Any]:
    """What `saldo report NAME` answers as JSON."""
    done = subprocess.run(
        [str(SALDO), "report", name, "--format", "json", *options],
        env={**os.environ, "SALDO_HOME": str(home)},
        capture_output=True,
        text=True,
        check=True,
    )
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def report(home: Path, name: str, *options: str) -> list[dict[str, str]]:
    """The rows of `saldo report NAME`."""
    rows: list[dict[str, str]] = answer(home, name, *options)["rows"]
    return rows


@pytest.fixture(scope="session")
def demo_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("demo") / "home"
    refresh(settings.read(home))
    return home


@pytest.fixture(scope="session")
def demo(demo_home: Path) -> Iterator[Served]:
    with served(demo_home) as running:
        yield running


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    expect.set_options(timeout=_PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", headless=True, args=_FLAGS.split()
        )
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A tab of a reader in Sweden, who sees downloads as files."""
    context = chromium.new_context(
        viewport={"width": 1360, "height": 1000},
        locale="sv-SE",
        timezone_id="Europe/Stockholm",
        reduced_motion="reduce",
        accept_downloads=True,
    )
    context.set_default_timeout(_PATIENCE)
    yield context.new_page()
    context.close()


def settled(page: Page) -> None:
    """Wait until the page has been drawn."""
    app = page.locator("[data-testid='stApp']")
    expect(app).to_have_attribute("data-test-connection-state", "CONNECTED")
    expect(app).to_have_attribute("data-test-script-state", "notRunning")
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0)


def enter(page: Page, demo: Served, name: str) -> None:
    """Through the demo door as that person."""
    page.goto(demo.url)
    page.get_by_role("button", name=name).click()
    settled(page)
