"""Describe: the interface in OpenAPI, made from the reports, the filters and the letters."""

from __future__ import annotations

from typing import Any

from saldo.access import register
from saldo.ledger import ageing
from saldo.reporting.filters import AGEING_BY, BASELINES, OUTCOMES, STATUSES, STEPS
from saldo.reporting.reports import REPORTS, Report
from saldo.web.api.pages import MOST_ROWS, USUAL_ROWS
from saldo.web.letters import LETTERS

FILTERS: dict[str, dict[str, Any]] = {
    "customer": {"description": "account numbers, separated by commas", "example": "10012"},
    "as_of": {"format": "date", "description": "the effective day", "example": "2026-10-31"},
    "known_at": {"description": "as it was known at this moment", "example": "2026-11-01T08:00"},
    "from": {"format": "date", "description": "first day of a period", "example": "2026-10-01"},
    "to": {"format": "date", "description": "last day of a period", "example": "2026-10-31"},
    "currency": {"description": "one currency", "example": "SEK"},
    "status": {"enum": list(STATUSES)},
    "bucket": {"enum": [bucket.name for bucket in ageing.BUCKETS]},
    "search": {"description": "part of a number or text", "example": "0042"},
    "baseline": {"enum": list(BASELINES)},
    "aged_by": {"enum": list(AGEING_BY)},
    "steps": {"enum": list(STEPS), "description": "intervals of ageing, number by days"},
    "site": {"description": "a site's number"},
    "category": {"description": "a category of spend"},
    "contract": {"description": "a contract's number"},
    "outcome": {"enum": list(OUTCOMES)},
}
PAGING: dict[str, dict[str, Any]] = {
    "format": {"enum": ["json", "csv"], "description": "else by the Accept header, else json"},
    "limit": {"type": "integer", "minimum": 1, "maximum": MOST_ROWS, "default": USUAL_ROWS},
    "after": {"description": "the `next` of the page before"},
}


def document(base: str) -> dict[str, Any]:
    """The whole OpenAPI 3.1 document."""
    paths = {f"/api/v1/reports/{report.name}": _report(report) for report in REPORTS.values()}
    letters = {
        f"/api/v1/documents/{name}.{format}": _letter(name, format)
        for name, format in sorted(LETTERS)
        if register.export(name) is not None
    }
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Saldo",
            "version": "1",
            "description": "Read-only. Amounts are texts with at least the currency's decimals;"
            " currencies are never added. Figures stay the same while `snapshot` and `revision`"
            " do.",
        },
        "servers": [{"url": base}],
        "security": [{"token": []}],
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "responses": _REFUSALS,
        },
        "paths": {"/api/v1/accounts": _accounts(), **paths, **letters},
    }


def _accounts() -> dict[str, Any]:
    return {"get": {"summary": "the accounts the token may read", "responses": _answers({})}}


def _report(report: Report) -> dict[str, Any]:
    named = [_parameter(name, schema) for name, schema in (FILTERS | PAGING).items()]
    row = {name: {"type": ["string", "number", "boolean", "null"]} for name in report.columns}
    return {
        "get": {
            "summary": report.gives,
            "operationId": report.name,
            "parameters": named,
            "responses": _answers(row),
        }
    }


def _letter(name: str, format: str) -> dict[str, Any]:
    return {
        "get": {
            "summary": f"{name} as {format}",
            "operationId": f"{name}-{format}",
            "parameters": [_parameter(each, schema) for each, schema in FILTERS.items()],
            "responses": {"200": {"description": "the file"}, **_POINTERS},
        }
    }


def _parameter(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    kept = dict(schema)
    example, said = kept.pop("example", None), kept.pop("description", None)
    told = {"name": name, "in": "query", "required": False, "schema": {"type": "string"} | kept}
    more = {"description": said, "example": example}
    return told | {word: value for word, value in more.items() if value}


def _answers(row: dict[str, Any]) -> dict[str, Any]:
    schema = {
        "type": "object",
        "required": ["as_of", "snapshot", "revision", "total", "rows", "next"],
        "properties": {
            "report": {"type": "string"},
            "as_of": {"type": "string", "format": "date"},
            "snapshot": {"type": "string"},
            "updated": {"type": "string", "format": "date-time"},
            "revision": {"type": "integer"},
            "total": {"type": "integer", "description": "rows in all"},
            "next": {"type": ["string", "null"], "description": "`after` of the next page"},
            "rows": {"type": "array", "items": {"type": "object", "properties": row}},
        },
    }
    content = {"application/json": {"schema": schema}, "text/csv": {"schema": {"type": "string"}}}
    return {"200": {"description": "one page", "content": content}, **_POINTERS}


_REFUSALS = {
    "BadRequest": {"description": "a parameter that is unknown or cannot be"},
    "Unauthorized": {"description": "no token, or one that does not stand"},
    "NotFound": {"description": "nothing of that name for this token"},
    "Changed": {"description": "the figures changed between two pages: begin again"},
    "TooMany": {"description": "wait as `Retry-After` says"},
}
_POINTERS = {
    code: {"$ref": f"#/components/responses/{name}"}
    for code, name in (
        ("400", "BadRequest"),
        ("401", "Unauthorized"),
        ("404", "NotFound"),
        ("409", "Changed"),
        ("429", "TooMany"),
    )
}
