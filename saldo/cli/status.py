"""`saldo status`: what stands in the home."""

from __future__ import annotations

import json
from typing import Annotated, Any

import typer


def status(
    as_json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False,
) -> None:
    """Say which snapshot stands, how fresh it is, and what is wrong with what came in."""
    from saldo.settings import current

    found = _found(current().home)
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False, indent=1))
        return
    for name, value in found.items():
        text = ", ".join(f"{k} {v}" for k, v in value.items()) if isinstance(value, dict) else value
        typer.echo(f"{name.replace('_', ' ')}: {text if text not in (None, '') else 'none'}")


def _found(home: Any) -> dict[str, Any]:
    from saldo.warehouse import NoSnapshot, current, journal, loaded

    loads = journal.load_ids(home)
    found: dict[str, Any] = {"home": str(home), "last_load": loads[-1] if loads else None}
    try:
        snapshot = current(home)
    except NoSnapshot:
        return {**found, "snapshot": None}
    fresh = snapshot.freshness
    last = fresh.last_business_date
    return {
        **found,
        "snapshot": fresh.build,
        "loaded_at": fresh.loaded_at.isoformat(),
        "last_business_date": last.isoformat() if last else None,
        "files": loaded.files(snapshot).height,
        "standing_rejects": loaded.standing_rejects(snapshot).height,
        "findings": {row["code"]: row["number"] for row in loaded.findings(snapshot).to_dicts()},
    }
