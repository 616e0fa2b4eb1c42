"""Sending: every mail once or flagged, on a real mail server that misbehaves in each way."""

from __future__ import annotations

import random
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from saldo.access import Office
from saldo.desk import outbox, people
from saldo.messages.mail import Attached, Link, Message
from saldo.messages.makers import MAKERS
from saldo.messages.occasion import Occasion
from saldo.messages.post import BadPost, Post, Told
from saldo.messages.sending import Sender
from saldo.settings import child_environment
from tests.front import own_office, somebody, until
from tests.mailbox import Mailbox, mailbox


class Clock:
    """Settings whose clock is turned by hand."""

    def __init__(self, office: Office) -> None:
        self.moment = office.now()

    def now(self) -> datetime:
        return self.moment


@pytest.fixture
def box() -> Iterator[Mailbox]:
    with mailbox() as found:
        yield found


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    opened = own_office(tmp_path / "home")
    monkeypatch.setattr(Office, "now", Clock(opened).now)
    return opened


def later(monkeypatch: pytest.MonkeyPatch, office: Office, **by: float) -> None:
    moment = office.now() + timedelta(**by)
    monkeypatch.setattr(Office, "now", lambda _self: moment)


def told(occasion: Occasion) -> Message:
    return Message(f"About {occasion.mail.event}", [f"Hello {occasion.mail.event}"], "en")


def sender(office: Office, box: Mailbox, **given: Any) -> Sender:
    made = Sender(
        office, Post.at(box.url), "saldo@vendor.example", "http://s", {"k": told, **MAKERS}
    )
    return replace(made, **given) if given else made


def queued(office: Office, *events: str, kind: str = "k", email: str = "ana@example.se") -> int:
    known = {person.email: person.id for person in people.everybody(office.desk)}
    person = known.get(email) or somebody(office, email).id
    for event in events:
        outbox.queue(office.desk, kind=kind, event=event, person_id=person, at=office.now())
    return person


def statuses(office: Office) -> list[str]:
    return [row["status"] for row in reversed(outbox.frame(office.desk))]


def test_what_waits_is_sent_once_to_its_person(office: Office, box: Mailbox) -> None:
    queued(office, "F1")

    assert sender(office, box).run() == Counter(sent=1)
    assert sender(office, box).run() == Counter()
    assert [(to, mail["Subject"]) for to, mail in box.taken] == [("ana@example.se", "About F1")]


def test_a_refusal_that_lasts_is_a_dead_letter_with_the_servers_words(
    office: Office, box: Mailbox
) -> None:
    queued(office, "F1")
    box.at_rcpt = lambda _address: "550 no such user"

    assert sender(office, box).run() == Counter(dead=1)
    assert outbox.frame(office.desk)[0]["said"] == "550 no such user"


def test_a_greylisted_mail_is_tried_again_later_and_not_before(
    office: Office, box: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    queued(office, "F1")
    box.at_rcpt = lambda _address: "451 come back later"
    first = sender(office, box).run()
    box.at_rcpt = lambda _address: None
    at_once = sender(office, box).run()
    later(monkeypatch, office, minutes=2)
    second = sender(office, box).run()

    assert (first, at_once, second) == (Counter(later=1), Counter(), Counter(sent=1))
    assert len(box.taken) == 1


def test_a_server_that_is_down_for_a_day_loses_nothing(
    office: Office, box: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    queued(office, "F1")
    nowhere = replace(Post.at(box.url), port=1)
    for _ in range(24):
        sender(office, box, post=nowhere).run()
        later(monkeypatch, office, hours=1)
    waiting = statuses(office)
    later(monkeypatch, office, hours=13)
    sender(office, box).run()

    assert waiting == ["waiting"]
    assert (statuses(office), len(box.taken)) == (["sent"], 1)


def test_what_nobody_could_deliver_for_three_days_is_a_dead_letter(
    office: Office, box: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    queued(office, "F1")
    later(monkeypatch, office, days=3, minutes=1)

    assert sender(office, box, post=replace(Post.at(box.url), port=1)).run() == Counter(dead=1)


@pytest.mark.parametrize(("when", "becomes"), [("at_rcpt", "waiting"), ("at_data", "unconfirmed")])
def test_a_connection_that_breaks_is_tried_again_only_where_nothing_was_taken(
    office: Office, box: Mailbox, when: str, becomes: str
) -> None:
    queued(office, "F1")
    setattr(box, when, lambda *_: "hang up")
    sender(office, box).run()

    assert statuses(office) == [becomes]


def test_a_person_who_may_no_longer_sign_in_is_written_nothing(
    office: Office, box: Mailbox
) -> None:
    person = queued(office, "F1")
    people.disable(office.desk, person, at=office.now())

    assert sender(office, box).run() == Counter(dropped=1)
    assert box.taken == []


def test_who_lost_the_right_is_written_nothing(office: Office, box: Mailbox) -> None:
    queued(office, "F1")

    assert sender(office, box, makers={"k": lambda _occasion: None}).run() == Counter(dropped=1)
    assert box.taken == []


def test_a_mail_that_cannot_be_made_stops_no_other(office: Office, box: Mailbox) -> None:
    queued(office, "F1", kind="nonesuch")
    queued(office, "F2")

    assert sender(office, box).run() == Counter(dead=1, sent=1)


class Killed(BaseException):
    """What stops a worker dead."""


class Crashing(Post):
    """A post that is killed before it sends, after it sent, or not."""

    def send(self, mail: EmailMessage, *, sender: str, to: str) -> Told:
        fate = FATES.random()
        if fate < 0.15:
            raise Killed
        found = super().send(mail, sender=sender, to=to)
        if fate < 0.3:
            raise Killed
        return found


FATES = random.Random(7)


def test_a_thousand_mails_with_crashes_lose_none_and_double_none(
    office: Office, box: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`trust` 5: sent, or flagged for a person to decide; never twice, never gone."""
    queued(office, *(f"F{number}" for number in range(1000)))
    crashing = Crashing("127.0.0.1", box.port)
    crashes = 0
    while "waiting" in statuses(office):
        try:
            sender(office, box, post=crashing).run()
        except Killed:
            crashes += 1
            later(monkeypatch, office, minutes=11)
    sender(office, box).run()

    became = {row["event"]: row["status"] for row in outbox.frame(office.desk)}
    arrived = Counter(mail["Subject"].removeprefix("About ") for _, mail in box.taken)
    assert crashes > 200
    assert max(arrived.values()) == 1
    assert set(became.values()) == {"sent", "unconfirmed"}
    assert all(arrived[event] == 1 for event, status in became.items() if status == "sent")
    assert sum(status == "unconfirmed" for status in became.values()) == crashes


def test_a_killed_worker_leaves_its_mail_to_be_decided(
    office: Office, box: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    queued(office, "invitation", kind="invitation")
    held: list[bool] = []

    def stall() -> str:
        held.append(True)
        worker.kill()
        worker.wait()
        return "250 OK"

    box.at_data = stall
    worker = subprocess.Popen(
        [sys.executable, "-c", "from saldo.cli import main; main()", "notify", "--once"],
        env={**child_environment(office.settings), "SALDO_SMTP_URL": box.url},
    )
    until(lambda: bool(held))
    worker.wait(20)
    between = statuses(office)
    later(monkeypatch, office, minutes=11)
    sender(office, box).run()

    assert worker.returncode == -9
    assert (between, statuses(office)) == (["sending"], ["unconfirmed"])


def test_an_invitation_lets_its_person_in_once(office: Office, box: Mailbox) -> None:
    queued(office, "invitation", kind="invitation")
    sender(office, box).run()

    ((to, mail),) = box.taken
    text = mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert to == "ana@example.se"
    assert "http://s/welcome/" in text
    assert mail["Auto-Submitted"] == "auto-generated"


def test_no_text_adds_a_header_and_none_becomes_markup(office: Office, box: Mailbox) -> None:
    evil = "F1\r\nBcc: all@evil.example\r\n\r\n<script>alert(1)</script>"

    def made(_occasion: Occasion) -> Message:
        return Message(
            evil, [evil, ".", "Åäö " * 400], "sv", links=[Link("<b>", 'http://s/"><script>')],
            files=[Attached("faktura å.pdf", "application/pdf", b"%PDF")],
            stop=Link("Sluta", "http://s/unsubscribe/t"),
        )  # fmt: skip

    queued(office, "F1")
    sender(office, box, makers={"k": made}).run()

    ((_, mail),) = box.taken
    html = mail.get_body(("html",)).get_content()  # type: ignore[union-attr]
    assert mail["Bcc"] is None
    assert "<script" not in html
    assert "." in mail.get_body(("plain",)).get_content().splitlines()  # type: ignore[union-attr]
    assert [part.get_filename() for part in mail.iter_attachments()] == ["faktura å.pdf"]
    assert mail["List-Unsubscribe"] == "<http://s/unsubscribe/t>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


@pytest.mark.parametrize("url", ["", "mail.example", "http://mail", "smtp://", "smtp://h:port"])
def test_what_is_no_mail_server_is_said(url: str) -> None:
    with pytest.raises(BadPost, match="SALDO_SMTP_URL"):
        Post.at(url)


def test_a_password_is_never_sent_in_the_open(office: Office, box: Mailbox) -> None:
    queued(office, "F1")
    post = replace(Post.at("smtp://u:secret@mail.example"), host="127.0.0.1", port=box.port)

    assert post.demands_tls
    sender(office, box, post=post).run()
    assert (statuses(office), box.taken) == (["waiting"], [])
