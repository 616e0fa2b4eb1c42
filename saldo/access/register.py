"""The register of surfaces: every page, route and export, and who may open it.

What does not stand here does not exist: a test fails for a page file, a route or a report that
is missing, and the front answers an unregistered path of Streamlit's with "not found".
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from saldo.access.roles import READS_ACCOUNTS, Role
from saldo.access.viewer import Viewer


class Kind(StrEnum):
    """How a surface is reached."""

    page = "page"
    route = "route"
    export = "export"
    api = "api"
    streamlit = "streamlit"


class Audience(StrEnum):
    """Whom a surface is for, before roles are asked."""

    anyone = "anyone"
    demo = "demo"
    viewers = "viewers"
    nobody = "nobody"


@dataclass(frozen=True, slots=True)
class Surface:
    """One surface. `path` is as in the router; `{…:path}` at its end stands for all below it."""

    name: str
    kind: Kind
    path: str
    audience: Audience = Audience.viewers
    roles: frozenset[Role] = frozenset(Role)
    accounts: bool = False

    def admits(self, viewer: Viewer | None) -> bool:
        """True where this viewer (None: a stranger) may open it."""
        if self.audience in (Audience.anyone, Audience.demo):
            return True
        if self.audience is Audience.nobody or viewer is None:
            return False
        return viewer.role in self.roles

    def covers(self, path: str) -> bool:
        """True where a request's path is this surface."""
        start, parameter, _ = self.path.partition("{")
        if not parameter:
            return path == self.path
        return path.startswith(start) and (self.path.endswith(":path}") or _as_deep(self, path))


def _as_deep(surface: Surface, path: str) -> bool:
    return path.count("/") == surface.path.count("/")


def _page(name: str, path: str) -> Surface:
    """A page of accounts: `name` is its file in pages/."""
    return Surface(name, Kind.page, path, roles=READS_ACCOUNTS, accounts=True)


def _export(name: str) -> Surface:
    """A report that the export route hands out."""
    path = f"/export/{name}.{{format}}"
    return Surface(name, Kind.export, path, roles=READS_ACCOUNTS, accounts=True)


def _open(name: str, path: str, kind: Kind = Kind.route) -> Surface:
    return Surface(name, kind, path, Audience.anyone)


def _streamlit(name: str, path: str, audience: Audience = Audience.viewers) -> Surface:
    return Surface(name, Kind.streamlit, path, audience)


PAGES = (
    _page("account", "/"),
    _page("pay", "/pay"),
    _page("invoices", "/invoices"),
    _page("payments", "/payments"),
    _page("statement", "/statement"),
    _page("match", "/match"),
    _page("reports", "/reports"),
    _page("deliveries", "/deliveries"),
    _page("contracts", "/contracts"),
    _page("inventory", "/inventory"),
    _page("billing", "/billing"),
    _page("budget", "/budget"),
    _page("cash", "/cash"),
)

EXPORTS = tuple(
    _export(name)
    for name in (
        "balance",
        "balance-trend",
        "open-items",
        "ageing",
        "statement",
        "open-item-statement",
        "balance-confirmation",
        "issued",
        "invoice",
        "reconciliation",
        "invoices",
        "invoice-lines",
        "payments",
        "orders",
        "arrivals",
        "delivery-weeks",
        "on-time",
        "lead-times",
        "delivered-not-invoiced",
        "invoiced-not-delivered",
        "budget",
        "cash",
        "cash-weeks",
        "pay-now",
        "open-credits",
        "due-calendar",
        "bridge",
        "payment-behaviour",
        "reporting-value",
        "billing-check",
        "contracts",
        "contract-deadlines",
        "contract-costs",
        "machines",
        "maintenance",
        "machine-moves",
        "change-requests",
        "claims",
        "claim",
        "payments-settled",
        "budget-lines",
        "analysis-lines",
        "billed-installed",
        "dispute-receipt",
        "question-receipt",
    )
)

ROUTES = (
    _open("login", "/login"),
    _open("welcome", "/welcome/{token}"),
    _open("verify", "/verify"),
    # Its token stands for a person, whose accounts it tells of while they may see them.
    Surface("feed", Kind.route, "/feed/{token}.ics", Audience.anyone, accounts=True),
    _open("healthz", "/healthz"),
    _open("readyz", "/readyz"),
    _open("style", "/signin.css"),
    Surface("demo", Kind.route, "/demo", Audience.demo),
    Surface("demo-enter", Kind.route, "/demo/enter", Audience.demo),
    Surface("logout", Kind.route, "/logout", Audience.anyone),
    Surface(
        "export",
        Kind.route,
        "/export/{report}.{format}",
        roles=READS_ACCOUNTS,
        accounts=True,
    ),
)

API = (
    _open("api-description", "/api/v1/openapi.json"),
    *(
        Surface(name, Kind.api, path, roles=READS_ACCOUNTS, accounts=True)
        for name, path in (
            ("api-accounts", "/api/v1/accounts"),
            ("api-report", "/api/v1/reports/{report}"),
            ("api-document", "/api/v1/documents/{name}.{format}"),
        )
    ),
)

STREAMLIT = (
    _open("frontend", "/static/{path:path}", Kind.streamlit),
    _open("app-static", "/app/static/{path:path}", Kind.streamlit),
    _open("favicon", "/favicon.png", Kind.streamlit),
    _open("manifest", "/manifest.json", Kind.streamlit),
    _open("health", "/_stcore/health", Kind.streamlit),
    _open("host-config", "/_stcore/host-config", Kind.streamlit),
    # A stranger's websocket is answered, by sending the browser to the door: a refused one
    # would be tried again for ever.
    Surface("stream", Kind.streamlit, "/_stcore/stream", Audience.anyone, accounts=True),
    Surface("media", Kind.streamlit, "/media/{file_id:path}", accounts=True),
    _streamlit("upload", "/_stcore/upload_file/{session_id}/{file_id}"),
    _streamlit("bidi-components", "/_stcore/bidi-components/{path:path}"),
    _streamlit("components", "/component/{path:path}"),
    Surface(
        "metrics",
        Kind.streamlit,
        "/_stcore/metrics",
        roles=frozenset({Role.operator, Role.administrator}),
    ),
    _streamlit("script-health", "/_stcore/script-health-check", Audience.nobody),
    _streamlit("agent", "/_stcore/agent/{path:path}", Audience.nobody),
    _streamlit("oidc-login", "/auth/login", Audience.nobody),
    _streamlit("oidc-logout", "/auth/logout", Audience.nobody),
    _streamlit("oidc-callback", "/oauth2callback", Audience.nobody),
)

SURFACES = (*ROUTES, *API, *STREAMLIT, *PAGES, *EXPORTS)
_RESERVED = ("/_stcore/", "/media/", "/component/", "/static/", "/auth/", "/app/static/")


def surface_at(path: str) -> Surface | None:
    """The surface of a request's path; None: an address of the app itself (the shell).

    A reserved path of Streamlit's that nobody registered is for nobody.
    """
    for surface in (*ROUTES, *API, *STREAMLIT, *PAGES):
        if surface.covers(path):
            return surface
    if path.startswith(_RESERVED):
        return _streamlit("unregistered", path, Audience.nobody)
    return None


def page(name: str) -> Surface:
    """The page of that file name. Raises `KeyError`: it is not registered, so it does not open."""
    return _BY_NAME[Kind.page, name]


def export(report: str) -> Surface | None:
    """The export of that report, None where it is not registered."""
    return _BY_NAME.get((Kind.export, report))


_BY_NAME = {(surface.kind, surface.name): surface for surface in SURFACES}
