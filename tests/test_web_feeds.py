"""Calendar feeds: a secret address, under what its person may see at each fetch."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pytest
import requests
from icalendar import Calendar

from saldo.access import Office, Role
from saldo.deeds import Actor, NotTheirs, Refused
from saldo.deeds.subscribing import end_subscription, subscribe
from saldo.desk import feeds, grants, people
from saldo.desk.grants import Grant, Kind
from saldo.desk.people import Person
from saldo.desk.tables import people as people_table
from saldo.reporting import open_books
from saldo.web.exports import File
from saldo.web.reports import writer_of
from tests.front import browser, door, own_office, signed_in, somebody
from tests.homes import Home

DAY = date(2026, 11, 20)
TABLES = {
    "customers": "customer_no,name\nC1,Ett\nC2,CANARY\n",
    "orders": (
        "order_no,customer_no,ordered_on,currency,site_no\n"
        "O1,C1,2026-11-02,SEK,S1\nO2,C2,2026-11-02,SEK,S2\n"
    ),
    "order_lines": (
        "order_no,line_no,quantity,unit,requested_on,description\n"
        "O1,1,4,st,2026-12-01,Pump; stor\nO1,2,2,st,2026-12-01,Slang\n"
        "O2,1,1,st,2026-12-02,CANARY\n"
    ),
    "payments": "payment_no,customer_no,payment_date,currency,amount\nP,C1,2026-11-20,SEK,1\n",
}


@dataclass(frozen=True)
class Place:
    """A front over two customers' orders."""

    office: Office
    url: str

    def actor(self, person: Person) -> Actor:
        session, _ = signed_in(self.office, person)
        viewer = self.office.viewer(session)
        assert viewer is not None
        books = open_books(self.office.settings.home, self.office.desk)
        return Actor(self.office.desk, books, viewer, self.office.now(), DAY)

    def fed(self, email: str, **more: object) -> tuple[Person, str]:
        """A new person, and the token of their feed."""
        person = somebody(self.office, email, **{"sees": ("C1",)} | more)  # type: ignore[arg-type]
        return person, subscribe(self.actor(person), kind="deliveries", query={})

    def fetch(self, token: str) -> requests.Response:
        return browser().get(f"{self.url}/feed/{token}.ics")


@pytest.fixture
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    home = Home(tmp_path_factory.mktemp("feeds"))
    for name, text in TABLES.items():
        home.write(f"{name}.csv", text)
    home.load()
    office = own_office(home.path)
    with door(office) as found:
        yield Place(office, found.url)


def test_a_feed_tells_its_person_what_is_expected_when(place: Place) -> None:
    _, token = place.fed("ana@example.se")

    answer = place.fetch(token)

    assert answer.headers["content-type"].startswith("text/calendar")
    assert answer.headers["cache-control"] == "no-store"
    (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
    assert event["summary"] == "Order O1: Pump; stor, Slang"
    assert event["dtstart"].dt == date(2026, 12, 1)
    assert event["uid"] == "1-O1-1@saldo"
    assert "CANARY" not in answer.text


def test_a_feed_follows_what_its_person_may_see_now(place: Place) -> None:
    """Rule 32: a grant that is given or has ended counts at the next fetch."""
    person, token = place.fed("grants@example.se")
    today = place.office.settings.today()

    grants.give(place.office.desk, person.id, [Grant(Kind.customer, "C2", today)], at=now(place))
    assert "CANARY" in place.fetch(token).text
    last = today - timedelta(days=1)
    for value in ("C1", "C2"):
        desk = place.office.desk
        grants.end(desk, person.id, Kind.customer, value, last=last, at=now(place))

    answer = place.fetch(token)
    assert answer.status_code == 200
    assert not Calendar.from_ical(answer.content).walk("VEVENT")


@pytest.mark.parametrize("how", ["revoked", "expired", "disabled", "forged", "manager", "broken"])
def test_a_feed_that_does_not_stand_is_not_there(place: Place, how: str) -> None:
    person, token = place.fed(f"{how}@example.se")
    desk = place.office.desk
    assert place.fetch(token).status_code == 200
    (feed,) = feeds.of_person(desk, person.id, "deliveries", at=now(place))
    with desk.writing() as connection:
        match how:
            case "expired":
                connection.execute(feeds.feeds.update().values(expires_at=now(place)))
            case "manager":
                role = Role.administrator.value
                connection.execute(people_table.update().values(role=role))
            case "broken":
                connection.exec_driver_sql("alter table grants rename to gone")
    if how == "revoked":
        end_subscription(place.actor(person), feed_id=feed.id)
    if how == "disabled":
        people.disable(desk, person.id, at=now(place))

    answer = place.fetch(token[:-1] + "_" if how == "forged" else token)

    assert (answer.status_code, answer.text) == (404, "Not found")


def test_only_the_hash_of_a_token_is_kept_and_views_are_counted(place: Place) -> None:
    person, token = place.fed("views@example.se")
    place.fetch(token)
    place.fetch(token)

    (feed,) = feeds.of_person(place.office.desk, person.id, "deliveries", at=now(place))

    assert feed.views == 2 and feed.seen_at is not None
    with place.office.desk.reading() as connection:
        rows = connection.execute(feeds.feeds.select()).all()
    assert token not in str(rows)


def test_a_feed_is_ended_by_its_person_alone(place: Place) -> None:
    person, token = place.fed("own@example.se")
    other, _ = place.fed("other@example.se")
    (feed,) = feeds.of_person(place.office.desk, person.id, "deliveries", at=now(place))

    with pytest.raises(NotTheirs):
        end_subscription(place.actor(other), feed_id=feed.id)

    assert place.fetch(token).status_code == 200


def test_a_feed_keeps_what_it_was_narrowed_to_and_never_widens(place: Place) -> None:
    person = somebody(place.office, "site@example.se", sees=("C1",))
    actor = place.actor(person)

    nothing = subscribe(actor, kind="deliveries", query={"site": "S2"})
    foreign = subscribe(actor, kind="deliveries", query={"customer": "C2"})

    assert "BEGIN:VEVENT" not in place.fetch(nothing).text
    assert "BEGIN:VEVENT" not in place.fetch(foreign).text


def test_what_cannot_be_is_refused(place: Place) -> None:
    person = somebody(place.office, "many@example.se", sees=("C1",))
    actor = place.actor(person)

    with pytest.raises(NotTheirs):
        subscribe(actor, kind="balances", query={})
    with pytest.raises(Refused):
        subscribe(actor, kind="deliveries", query={"status": "unheard of"})
    for _ in range(feeds.MOST):
        subscribe(actor, kind="deliveries", query={})
    with pytest.raises(Refused):
        subscribe(actor, kind="deliveries", query={})


def test_who_tries_tokens_is_told_to_wait_and_who_has_one_is_served(place: Place) -> None:
    _, token = place.fed("patient@example.se")

    statuses = [place.fetch(f"guess-{at}").status_code for at in range(8)]

    assert statuses[0] == 404 and statuses[-1] == 429
    assert place.fetch(token).status_code == 200


def test_the_same_calendar_is_taken_as_a_file(place: Place) -> None:
    person = somebody(place.office, "file@example.se", sees=("C1",))
    viewer = place.actor(person).viewer

    file = writer_of(place.office)("arrivals", "ics", {"customer": "C1,C2"}, viewer)

    assert isinstance(file, File) and file.rows == 2
    assert b"CANARY" not in file.content


def now(place: Place) -> datetime:
    return place.office.now()
