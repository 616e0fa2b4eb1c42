"""Calendar: dates as an iCalendar file, each a whole day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar, Event

CALENDAR = "text/calendar; charset=utf-8"
_REFRESH = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Entry:
    """One day in a calendar. `uid` stays the same when the day changes, so that it moves."""

    uid: str
    day: date
    title: str
    text: str = ""
    place: str = ""
    url: str = ""


def calendar_file(name: str, entries: Iterable[Entry], made_at: datetime) -> bytes:
    """The entries as iCalendar 2.0. `made_at` is when their data was read, with its zone."""
    calendar = Calendar()
    calendar.add("prodid", "-//Saldo//Saldo//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", _REFRESH, parameters={"VALUE": "DURATION"})
    for entry in entries:
        calendar.add_component(_event(entry, made_at.astimezone(UTC)))
    return bytes(calendar.to_ical())


def _event(entry: Entry, made_at: datetime) -> Event:
    event = Event()
    event.add("uid", f"{entry.uid}@saldo")
    event.add("dtstamp", made_at)
    event.add("dtstart", entry.day)
    event.add("dtend", entry.day + timedelta(days=1))
    event.add("summary", entry.title)
    event.add("transp", "TRANSPARENT")
    for name, text in (("description", entry.text), ("location", entry.place), ("url", entry.url)):
        if text:
            event.add(name, text)
    return event
