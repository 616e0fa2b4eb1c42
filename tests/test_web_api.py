"""The interface for programs: the reports under a token's scope, in pages that stand still."""

from __future__ import annotations

import csv
import io
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest
import requests
from hypothesis import given, settings
from hypothesis import strategies as st

from saldo.access import Office, Role
from saldo.deeds import Actor, NotTheirs, Refused
from saldo.deeds.programs import end_token, make_token
from saldo.desk import audit, disputes, grants, people, tokens
from saldo.desk.grants import Kind
from saldo.desk.people import Person
from saldo.reporting import open_books
from saldo.reporting.reports import REPORTS
from saldo.web.api.describe import FILTERS
from saldo.web.api.rate import Rate
from saldo.web.reports import writer_of
from tests.front import door, own_office, signed_in, somebody
from tests.homes import CUSTOMERS, INVOICES, Home

NUMBERS = range(1, 31)
LINES = [
    f"F{n:03},{'C1' if n % 3 else 'C2'},2026-0{1 + n % 5}-01,2026-0{1 + n % 5}-28,SEK,{n}.50"
    for n in NUMBERS
]


@dataclass
class Served:
    """A front over two customers' invoices."""

    office: Office
    url: str

    def actor(self, person: Person) -> Actor:
        session, _ = signed_in(self.office, person)
        viewer = self.office.viewer(session)
        assert viewer is not None
        books = open_books(self.office.settings.home, self.office.desk)
        now = self.office.now()
        return Actor(self.office.desk, books, viewer, now, now.date())

    def token(self, email: str, *, sees: tuple[str, ...] = ("C1",), **given: Any) -> str:
        person = somebody(self.office, email, sees=sees)
        return make_token(self.actor(person), **{"name": "script", "days": 30} | given)

    def get(self, path: str, token: str | None = None, **headers: str) -> requests.Response:
        if token is not None:
            headers["Authorization"] = f"Bearer {token}"
        return requests.get(f"{self.url}/api/v1/{path}", headers=headers, timeout=20)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    home = Home(tmp_path_factory.mktemp("api"))
    home.write("customers.csv", CUSTOMERS)
    home.write("invoices.csv", INVOICES + "\n".join(LINES) + "\n")
    home.load()
    office = own_office(home.path)
    with door(office, writer_of(office)) as front:
        yield Served(office, front.url)


def test_a_report_is_what_the_question_says_as_exact_texts(served: Served) -> None:
    answer = served.get("reports/balance?as_of=2026-06-30", served.token("a@x.se")).json()

    (row,) = answer["rows"]
    expected = sum(number for number in range(1, 31) if number % 3) + 20 * 0.5
    assert (row["customer_no"], row["balance"]) == ("C1", f"{expected:.2f}")
    assert (answer["report"], answer["as_of"], answer["total"]) == ("balance", "2026-06-30", 1)
    assert answer["snapshot"] == open_books(served.office.settings.home).snapshot.freshness.build


@pytest.mark.parametrize("report", sorted(REPORTS))
def test_every_report_is_there_and_holds_the_tokens_accounts_alone(
    served: Served, report: str
) -> None:
    token = served.token(f"r-{report}@x.se")
    whole = "from=2026-01-01&to=2026-06-30&as_of=2026-06-30"

    own = served.get(f"reports/{report}?{whole}", token)
    foreign = served.get(f"reports/{report}?{whole}&customer=C2", token)

    assert own.status_code == foreign.status_code == 200, own.text
    assert {row.get("customer_no", "C1") for row in own.json()["rows"]} <= {"C1"}
    assert "C2" not in str(foreign.json()["rows"])


def test_pages_are_the_whole_answer_and_nothing_twice(served: Served) -> None:
    token = served.token("pages@x.se")
    numbers: list[str] = []
    query = "limit=7"
    while query:
        page = served.get(f"reports/invoices?{query}", token).json()
        numbers += [row["invoice_no"] for row in page["rows"]]
        query = page["next"] and f"limit=7&after={page['next']}"

    assert len(numbers) == len(set(numbers)) == page["total"] == 20


def test_a_page_of_figures_that_changed_since_is_refused(served: Served) -> None:
    token = served.token("changed@x.se")
    first = served.get("reports/invoices?limit=7", token).json()
    person = people.by_email(served.office.desk, "changed@x.se")
    disputes.open_one(
        served.office.desk, company_no="1", document_class="invoice", invoice_no="F001",
        line_no=None, customer_no="C1", amount=None, currency="SEK",
        opened_on=served.office.now().date(), reason="x", wanted="y", raised_by=person.id,
        raised_at=served.office.now(),
    )  # fmt: skip

    second = served.get(f"reports/invoices?limit=7&after={first['next']}", token)

    assert second.status_code == 409
    assert "begin again" in second.json()["error"]


def test_a_cursor_of_somebody_elses_answer_opens_nothing(served: Served) -> None:
    one, two = served.token("one@x.se"), served.token("two@x.se", sees=("C2",))
    after = served.get("reports/invoices?limit=7", one).json()["next"]

    assert served.get(f"reports/invoices?limit=7&after={after}", two).status_code == 409


def test_an_unchanged_answer_is_not_sent_twice(served: Served) -> None:
    token = served.token("tag@x.se")
    first = served.get("reports/invoices?limit=5", token)

    again = served.get(
        "reports/invoices?limit=5", token, **{"If-None-Match": first.headers["etag"]}
    )
    other = served.get(
        "reports/invoices?limit=6", token, **{"If-None-Match": first.headers["etag"]}
    )

    assert (again.status_code, again.content, other.status_code) == (304, b"", 200)


@pytest.mark.parametrize("ask", ["?format=csv", "accept"])
def test_the_same_rows_as_csv(served: Served, ask: str) -> None:
    token = served.token(f"csv{len(ask)}@x.se")
    headers = {"Accept": "text/csv"} if ask == "accept" else {}

    answer = served.get(f"reports/invoices{ask if ask != 'accept' else ''}", token, **headers)
    rows = list(csv.DictReader(io.StringIO(answer.text)))

    assert answer.headers["content-type"].startswith("text/csv")
    assert len(rows) == 20
    assert {row["customer_no"] for row in rows} == {"C1"}


def test_a_letter_is_a_file(served: Served) -> None:
    token = served.token("letter@x.se")

    answer = served.get("documents/statement.pdf?from=2026-01-01&to=2026-06-30", token)
    nothing = served.get("documents/statement.pdf?customer=C2", token)

    assert answer.content.startswith(b"%PDF")
    assert answer.headers["content-disposition"].startswith("attachment")
    assert nothing.status_code == 404


def test_the_accounts_of_a_token_are_those_it_was_made_for(served: Served) -> None:
    both = served.token("both@x.se", sees=("C1", "C2"))
    person = people.by_email(served.office.desk, "both@x.se")
    one = make_token(served.actor(person), name="one", days=1, customers=["C2"])

    def numbers(token: str) -> list[str]:
        return [row["customer_no"] for row in served.get("accounts", token).json()["rows"]]

    assert (numbers(both), numbers(one)) == (["C1", "C2"], ["C2"])
    assert served.get("reports/balance?customer=C1", one).json()["rows"] == []


def test_a_token_never_opens_what_its_person_no_longer_may_see(served: Served) -> None:
    token = served.token("lost@x.se")
    person = people.by_email(served.office.desk, "lost@x.se")
    yesterday = served.office.now().date() - timedelta(days=1)
    grants.end(
        served.office.desk, person.id, Kind.customer, "C1", last=yesterday, at=served.office.now()
    )

    assert served.get("reports/balance", token).json()["rows"] == []


@pytest.mark.parametrize(
    "why", ["none", "forged", "cookie", "revoked", "expired", "disabled", "steward"]
)
def test_who_has_no_standing_token_gets_nothing(
    served: Served, why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    token: str | None = served.token(f"{why}@x.se")
    desk, now = served.office.desk, served.office.now()
    person = people.by_email(desk, f"{why}@x.se")
    headers: dict[str, str] = {}
    match why:
        case "none":
            token = None
        case "forged":
            token = f"{token}x"
        case "cookie":
            token = None
            headers["Cookie"] = f"saldo={signed_in(served.office, person)[1]}"
        case "revoked":
            (held,) = tokens.of_person(desk, person.id, at=now)
            end_token(served.actor(person), token_id=held.id)
        case "expired":
            monkeypatch.setattr(Office, "now", lambda _self: now + timedelta(days=31))
        case "disabled":
            people.disable(desk, person.id, at=now)
        case "steward":
            somebody(served.office, "st@x.se", role=Role.data_steward)
            token = tokens.make(
                desk, people.by_email(desk, "st@x.se").id, name="n", customers=None, at=now,
                expires_at=now + timedelta(days=1),
            )  # fmt: skip

    for path in ("accounts", "reports/balance", "documents/statement.pdf"):
        answer = served.get(path, token, **headers)
        assert answer.status_code == 401
        assert "C1" not in answer.text
        assert answer.headers["www-authenticate"] == "Bearer"


def test_a_token_opens_no_page_and_no_export(served: Served) -> None:
    token = served.token("only@x.se")
    for path in ("/", "/export/balance.csv", "/invoices"):
        answer = requests.get(
            f"{served.url}{path}", headers={"Authorization": f"Bearer {token}"},
            allow_redirects=False, timeout=20,
        )  # fmt: skip
        assert answer.status_code in (401, 303)


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("limit=0", "limit"),
        ("limit=ten", "limit"),
        ("limit=999999", "10000"),
        ("limit=٣", "limit"),
        ("after=x", "cursor"),
        ("after=bnVsbA==", "cursor"),
        ("as_of=soon", "as_of"),
        ("customers=C1", "unknown: customers"),
        ("format=xml", "format"),
        ("currency=XXY", "currency"),
    ],
)
def test_what_cannot_be_is_said(served: Served, query: str, says: str) -> None:
    token = served.token(f"bad-{sha256(query.encode()).hexdigest()[:8]}@x.se")

    answer = served.get(f"reports/invoices?{query}", token)

    assert answer.status_code == 400
    assert says in answer.json()["error"]


@pytest.mark.parametrize(
    "path", ["reports/nonesuch", "documents/nonesuch.pdf", "documents/balance.csv"]
)
def test_what_there_is_not_is_not_found(served: Served, path: str) -> None:
    assert served.get(path, served.token(f"n-{path[-14:-4]}@x.se")).status_code == 404


def test_what_was_read_stands_in_the_trail_under_its_token(served: Served) -> None:
    served.get("reports/ageing", served.token("trail@x.se"))

    latest = audit.entries(served.office.desk, limit=1)[0]
    assert (latest.action, latest.subject) == ("read by program", "ageing")
    assert '"by": "token ' in latest.detail


def test_too_many_requests_are_told_to_wait() -> None:
    now = [0.0]
    rate = Rate(most=3, clock=lambda: now[0])

    waits = [rate.wait("t") for _ in range(4)]
    other = rate.wait("u")
    now[0] = 61.0

    assert (waits, other, rate.wait("t")) == ([0, 0, 0, 61], 0, 0)


@pytest.mark.parametrize(
    ("given_", "error"),
    [
        ({"name": " "}, Refused),
        ({"days": 0}, Refused),
        ({"days": 366}, Refused),
        ({"customers": ["C2"]}, NotTheirs),
        ({"customers": ["C9"]}, NotTheirs),
    ],
)
def test_a_token_that_may_not_be_is_refused_and_nothing_written(
    served: Served, given_: dict[str, Any], error: type[Exception]
) -> None:
    email = f"no-{sha256(repr(given_).encode()).hexdigest()[:8]}@x.se"
    with pytest.raises(error):
        served.token(email, **given_)

    person = people.by_email(served.office.desk, email)
    assert tokens.of_person(served.office.desk, person.id, at=served.office.now()) == []


def test_nobody_ends_a_token_of_another(served: Served) -> None:
    served.token("mine@x.se")
    mine = people.by_email(served.office.desk, "mine@x.se")
    (held,) = tokens.of_person(served.office.desk, mine.id, at=served.office.now())

    with pytest.raises(NotTheirs):
        end_token(served.actor(somebody(served.office, "thief@x.se")), token_id=held.id)
    assert tokens.of_person(served.office.desk, mine.id, at=served.office.now()) == [held]


def test_the_description_names_every_report_and_filter(served: Served) -> None:
    told = served.get("openapi.json").json()

    assert told["openapi"].startswith("3.1")
    assert {f"/api/v1/reports/{name}" for name in REPORTS} <= set(told["paths"])
    named = told["paths"]["/api/v1/reports/balance"]["get"]["parameters"]
    assert {each["name"] for each in named} == {*FILTERS, "format", "limit", "after"}
    assert "C1" not in str(told)


def test_every_example_of_the_description_is_answered(served: Served) -> None:
    token = served.token("examples@x.se")
    for name, schema in FILTERS.items():
        for value in schema.get("enum", [schema.get("example", "1")]):
            answer = served.get(f"reports/open-items?{name}={value}", token)
            assert answer.status_code == 200, (name, value, answer.text)


@settings(max_examples=60, deadline=None)
@given(
    report=st.sampled_from([*sorted(REPORTS), "x"]),
    query=st.dictionaries(
        st.sampled_from([*FILTERS, "limit", "after", "format", "x"]),
        st.one_of(st.text(max_size=12), st.sampled_from(["C1", "C2", "2026-02-30", "-1", "1e9"])),
        max_size=4,
    ),
)
def test_whatever_is_asked_there_is_an_answer_and_never_another_account(
    served: Served, report: str, query: dict[str, str]
) -> None:
    """Trust 13, the short run."""
    token = TOKEN.setdefault("fuzz", served.token(f"f{time.monotonic_ns()}@x.se"))
    answer = requests.get(
        f"{served.url}/api/v1/reports/{report}", params=query,
        headers={"Authorization": f"Bearer {token}"}, timeout=20,
    )  # fmt: skip

    assert answer.status_code in (200, 304, 400, 404, 409, 429)
    assert "Traceback" not in answer.text
    if answer.status_code == 200 and query.get("format") != "csv":
        assert {row.get("customer_no", "C1") for row in answer.json()["rows"]} <= {"C1"}


TOKEN: dict[str, str] = {}
