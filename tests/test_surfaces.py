"""Surfaces: everything that can carry account data is registered, and shows it to nobody else.

Each customer's rows carry a word of their own (a canary). The walk opens every registered
surface as a stranger, after revocation, with identity erroring and as another customer.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.testing.v1 import AppTest

from saldo import access
from saldo.access import register
from saldo.access.register import SURFACES, Audience, Kind, Surface
from saldo.desk import sessions
from saldo.documents import MEDIA_TYPES
from saldo.reporting.reports import REPORTS
from saldo.settings import ROOT
from saldo.web.address import address_of
from saldo.web.exports import NoSuchExport
from saldo.web.guests import Lobby
from saldo.web.letters import LETTERS
from saldo.web.routes import routes_of
from tests.front import browser, own_office
from tests.places import ONE, TWO, Place, words
from tests.tabs import sent_to_the_door, shown, tab

PAGES = [surface for surface in SURFACES if surface.kind is Kind.page]
EXPORTS = [surface for surface in SURFACES if surface.kind is Kind.export]
REPORTED = [surface for surface in EXPORTS if surface.name in REPORTS]


def _address(surface: Surface) -> str:
    path = surface.path.replace("{format}", "csv").replace("{report}", "balance")
    return re.sub(r"{[^}]+}", "x", path)


def _ask(page: Surface, query: str = "") -> BackMsg:
    message = BackMsg()
    message.rerun_script.page_name = page.path.strip("/")
    message.rerun_script.query_string = query
    return message


# The register is complete.


def test_every_page_file_is_registered_and_every_registered_page_has_a_file() -> None:
    files = {path.stem for path in (ROOT / "pages").glob("*.py")} - {"__init__"}

    assert files == {surface.name for surface in PAGES}


def test_every_report_and_letter_is_registered_and_every_registered_export_is_one() -> None:
    letters = {name for name, _ in LETTERS}

    assert set(REPORTS) | letters == {surface.name for surface in EXPORTS}


@pytest.mark.parametrize("demo", [False, True])
def test_every_route_of_ours_is_registered(tmp_path: Path, demo: bool) -> None:
    if demo:
        (tmp_path / "demo.toml").touch()
    office = own_office(tmp_path)

    def write(*_: object) -> None:
        raise NoSuchExport

    routes = routes_of(Lobby(office, address_of(office.settings)), write)

    registered = {
        surface.path
        for surface in SURFACES
        if surface.kind in (Kind.route, Kind.api)
        and (demo or surface.audience is not Audience.demo)
    }
    assert {route.path for route in routes} == registered


def test_every_route_of_the_framework_is_registered(tmp_path: Path) -> None:
    """A newer framework with a new route fails here before it is open to anybody."""
    code = f"""
import json, sys
from pathlib import Path
from saldo.access import open_office
from saldo.settings import read
from saldo.web.asgi import front
from streamlit import config
config.set_option("server.enableStaticServing", True)
config.set_option("server.scriptHealthCheckEnabled", True)
app = front(open_office(read(Path({str(tmp_path)!r}))), Path({str(ROOT / "app.py")!r}))
built = app._build_starlette_app()
print(json.dumps([route.path for route in built.routes]))
"""
    answer = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    paths = json.loads(answer.stdout.strip().splitlines()[-1])

    unknown = [
        path
        for path in paths
        if (path and (found := register.surface_at(path.replace("{path:path}", "x"))) is None)
        or (found and found.name == "unregistered")
    ]

    assert len(paths) > 20
    assert unknown == []


def test_a_reserved_path_nobody_registered_is_for_nobody() -> None:
    surface = register.surface_at("/_stcore/tomorrow")

    assert surface is not None
    assert surface.audience is Audience.nobody


def test_what_carries_accounts_is_for_those_who_read_accounts() -> None:
    carrying = [surface for surface in SURFACES if surface.kind in (Kind.page, Kind.export)]

    assert all(surface.roles == access.READS_ACCOUNTS for surface in carrying)
    assert all(surface.audience is Audience.viewers for surface in carrying)


# Nobody else sees anything.


@pytest.mark.parametrize("surface", SURFACES, ids=lambda s: f"{s.kind}-{s.name}")
@pytest.mark.parametrize("who", ["stranger", "forged", "revoked", "erroring"])
def test_a_surface_shows_nothing_to_who_is_nobody(place: Place, surface: Surface, who: str) -> None:
    session, cookie = place.cookie(f"{who}-{surface.kind}-{surface.name}@example.se")
    cookies = {"stranger": None, "forged": f"{cookie}0", "revoked": cookie, "erroring": cookie}
    visitor = browser(cookies[who])
    visitor.headers["x-saldo-session"] = session
    if who == "revoked":
        sessions.revoke(place.office.desk, session, at=place.office.now())

    def knock() -> tuple[int, str]:
        answer = visitor.get(f"{place.url}{_address(surface)}", allow_redirects=False)
        return answer.status_code, answer.text

    if who == "erroring":
        with place.broken_identity():
            status, body = knock()
    else:
        status, body = knock()

    assert ONE not in body and TWO not in body
    if surface.audience is Audience.viewers:
        assert status == (303 if surface.kind is Kind.page else 401)
    if surface.audience in (Audience.nobody, Audience.demo):
        assert status == 404


@pytest.mark.parametrize("page", PAGES, ids=lambda s: s.name)
@pytest.mark.parametrize("who", ["stranger", "erroring"])
def test_a_page_runs_for_nobody_by_websocket(place: Place, page: Surface, who: str) -> None:
    if who == "stranger":
        with tab(place.url) as open_tab:
            answers = open_tab.ask(_ask(page))
    else:
        with place.broken_identity(), tab(place.url, place.one) as open_tab:
            answers = open_tab.ask(_ask(page))

    assert sent_to_the_door(answers)


@pytest.mark.parametrize("page", PAGES, ids=lambda s: s.name)
@pytest.mark.parametrize("query", ["", "customer=C2", "customer=C1,C2", "search=CANARY"])
def test_a_page_shows_a_customer_their_own_and_no_other(
    place: Place, page: Surface, query: str
) -> None:
    with tab(place.url, place.one) as open_tab:
        screen = shown(open_tab.ask(_ask(page, query)))

    assert TWO not in screen
    if query == "":
        assert ONE in screen


@pytest.mark.parametrize("page", PAGES, ids=lambda s: s.name)
def test_a_page_shows_no_account_to_who_manages_people(place: Place, page: Surface) -> None:
    """Rule 32."""
    with tab(place.url, place.administrator) as open_tab:
        screen = shown(open_tab.ask(_ask(page)))

    assert ONE not in screen and TWO not in screen


@pytest.mark.parametrize("page", PAGES, ids=lambda s: s.name)
def test_what_one_customer_warmed_is_not_what_another_reads(place: Place, page: Surface) -> None:
    """Trust: a cache key without the user."""
    two = place.cookie(f"two-{page.name}@example.se", sees=("C2",))[1]
    for cookie, own, foreign in ((place.one, ONE, TWO), (two, TWO, ONE), (place.one, ONE, TWO)):
        with tab(place.url, cookie) as open_tab:
            screen = shown(open_tab.ask(_ask(page)))

        assert own in screen
        assert foreign not in screen


@pytest.mark.parametrize("export", REPORTED, ids=lambda s: s.name)
@pytest.mark.parametrize("format", sorted(MEDIA_TYPES))
def test_an_export_holds_a_customers_own_rows_and_no_other(
    place: Place, export: Surface, format: str
) -> None:
    address = f"{place.url}/export/{export.name}.{format}"
    # What is agreed lies in the months after the last one that has data.
    last = "2026-12-31" if export.name == "contract-costs" else "2026-10-31"
    whole = f"from=2026-01-01&to={last}"

    own = browser(place.one).get(f"{address}?{whole}")
    asked = browser(place.one).get(f"{address}?{whole}&customer=C2")
    both = browser(place.one).get(f"{address}?{whole}&customer=C1,C2")

    assert own.status_code == 200
    assert own.headers["cache-control"] == "no-store"
    holds_own = [no in words(own.content, format) for no in ("C1", "C2", TWO)]
    assert holds_own == [True, False, False]
    if (export.name, format) in LETTERS:
        assert (asked.status_code, asked.text) == (404, "Not found")
    else:
        assert not {ONE, TWO, "C1"} & words(asked.content, format)
    assert TWO not in words(both.content, format)


@pytest.mark.parametrize("export", EXPORTS, ids=lambda s: s.name)
def test_an_export_is_not_there_for_who_manages_people(place: Place, export: Surface) -> None:
    answer = browser(place.administrator).get(f"{place.url}/export/{export.name}.csv")

    assert answer.status_code == 404


@pytest.mark.parametrize("page", PAGES, ids=lambda s: s.name)
def test_a_page_opened_past_the_front_door_shows_nothing(page: Surface, place: Place) -> None:
    """Trap: until navigation has run, an address can execute a page file without app.py."""
    access.install(place.office)
    try:
        screen = AppTest.from_file(str(ROOT / "pages" / f"{page.name}.py"), default_timeout=30)
        screen.run()
    finally:
        access.install(None)

    assert not screen.exception
    assert not screen.dataframe and not screen.metric
    assert ONE not in str(screen.main) and TWO not in str(screen.main)
