"""The keys: a letter for every page of the menu, and a script that is served, never inlined."""

from __future__ import annotations

import tomllib

from saldo.access import register
from saldo.settings import ROOT
from saldo.ui.keys import LETTERS


def test_every_page_of_an_account_has_its_letter() -> None:
    assert {surface.name for surface in register.PAGES if surface.accounts} <= {*LETTERS.values()}
    assert len(set(LETTERS.values())) == len(LETTERS)


def test_the_script_is_a_file_that_the_policy_allows() -> None:
    """`script-src 'self'`: an inline script would not run."""
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    (component,) = declared["tool"]["streamlit"]["component"]["components"]

    script = ROOT / "saldo" / component["asset_dir"] / "keys.js"
    assert "export default" in script.read_text(encoding="utf-8")
