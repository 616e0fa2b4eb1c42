"""The charts of deliveries as specs: promise tracks, weeks, site lanes, stages, parts."""

from __future__ import annotations

from datetime import date

import plotly.graph_objects as go
import polars as pl

from saldo.i18n import reader_for
from saldo.ui.colours import LIGHT
from saldo.ui.parts import in_parts, parts_chart
from saldo.ui.promise_track import Track, outcome, promise_track, tracks
from saldo.ui.site_lanes import site_lanes, worst
from saldo.ui.stages import stages
from saldo.ui.weeks import week_axis, week_columns

SV = reader_for("sv")
DAY = date(2026, 11, 20)


def track(**changes: object) -> Track:
    usual = {
        "order_no": "O1",
        "names": ("Pump", "Slang"),
        "requested": date(2026, 11, 6),
        "promises": (date(2026, 11, 6), date(2026, 11, 20), date(2026, 12, 1)),
        "completed": None,
        "shipped_only": False,
        "late_days": 0,
        "is_late": False,
    }
    return Track(**usual | changes)  # type: ignore[arg-type]


def test_a_track_shows_every_promise_and_the_slip_in_days() -> None:
    """Rule 19: hollow requested, grey earlier promises, filled the one that holds."""
    spec = promise_track([track()], DAY, SV)
    go.Figure(spec)

    marks = {trace["name"]: trace for trace in spec["data"] if trace["mode"] == "markers"}
    assert marks["Önskad"]["marker"]["color"] == "rgba(0,0,0,0)"
    assert marks["Tidigare besked"]["x"] == ["2026-11-06", "2026-11-20"]
    assert marks["Nu gällande besked"]["x"] == ["2026-12-01"]
    assert "+25 dagar" in [note["text"] for note in spec["layout"]["annotations"]]


def test_a_track_is_late_in_colour_and_in_words() -> None:
    late = track(promises=(date(2026, 11, 17),), is_late=True, late_days=3)

    spec = promise_track([late], DAY, SV)

    assert outcome(late, SV) == "3 dagar sen"
    red = next(trace for trace in spec["data"] if trace.get("line", {}).get("color") == LIGHT.bad)
    assert red["x"][:2] == ["2026-11-17", "2026-11-20"]


def test_a_track_ends_where_the_line_came() -> None:
    assert outcome(track(completed=date(2026, 11, 18)), SV) == "Levererad v.\u00a047"
    shipped = track(completed=date(2026, 11, 18), shipped_only=True)
    assert outcome(shipped, SV) == "Skickad v.\u00a047"
    assert outcome(track(promises=()), SV) == "Obekräftad, önskad v.\u00a045"


def test_text_of_a_source_is_no_markup_on_a_track() -> None:
    spec = promise_track([track(names=("<a href='x'>Pump</a>",))], DAY, SV)

    assert "<a" not in str(spec["layout"]["annotations"])


def test_lines_of_an_order_with_the_same_dates_share_a_track() -> None:
    shared = {
        "customer_no": "C1",
        "company_no": "1",
        "order_no": "O1",
        "product_no": "P",
        "requested": date(2026, 11, 6),
        "completed": None,
        "cancelled": None,
        "knows_delivery": True,
        "late_days": 0,
        "is_late": False,
    }
    lines = pl.DataFrame(
        [shared | {"line_no": no, "description": f"Line {no}"} for no in ("1", "2", "3")],
        schema_overrides={"completed": pl.Date, "cancelled": pl.Date},
    )
    given = pl.DataFrame(
        [
            {name: shared.get(name, "3") for name in ("customer_no", "company_no", "order_no")}
            | {"line_no": "3", "promised_on": date(2026, 11, 9)}
        ]
    )

    assert [found.names for found in tracks(lines, given)] == [("Line 1", "Line 2"), ("Line 3",)]


def test_weeks_are_named_by_number_and_their_month_once() -> None:
    """Rule 21: ISO weeks; the week of 28 December 2026 is 53."""
    axis = week_axis(date(2026, 12, 21), date(2027, 1, 12), SV, LIGHT)

    words = " ".join(axis["ticktext"]).replace("\u00a0", " ")
    assert words == "v. 52<br>dec 2026 v. 53 v. 1<br>jan 2027 v. 2"


def test_a_week_without_deliveries_leaves_a_gap() -> None:
    counted = pl.DataFrame(
        {
            "week": [date(2026, 11, 2), date(2026, 11, 16)],
            "lines": [3, 1],
            "on_time": [2, 0],
            "late": [1, 0],
            "late_now": [0, 0],
            "to_come": [0, 1],
        }
    )

    spec = week_columns(counted, DAY, SV)
    go.Figure(spec)

    assert [trace.get("name") for trace in spec["data"]] == ["I tid", "Blev sen", "Väntas", None]
    assert spec["data"][0]["y"] == [2, None, None]
    assert spec["data"][2]["marker"]["color"] == "rgba(0,0,0,0)"


def test_the_stages_are_few_and_the_first_open_one_is_next() -> None:
    """Rule 21: two lines, one delivered, none invoiced; a cancelled one makes no step."""
    lines = pl.DataFrame(
        {
            "cancelled": [None, None, date(2026, 10, 9)],
            "promises": [1, 1, 0],
            "ordered_on": [date(2026, 10, 1)] * 3,
            "shipped": [date(2026, 10, 5), date(2026, 10, 6), None],
            "delivered": [date(2026, 10, 7), None, None],
            "invoiced": [None, None, None],
            "knows_delivery": [True] * 3,
        },
        schema_overrides={"invoiced": pl.Date},
    )

    found = stages(lines, date(2026, 10, 2))

    assert [(each.name, each.state, each.made) for each in found] == [
        ("ordered", "done", 2),
        ("confirmed", "done", 2),
        ("shipped", "done", 2),
        ("delivered", "active", 1),
        ("invoiced", "pending", 0),
    ]
    assert found[1].on == date(2026, 10, 2) and found[2].on == date(2026, 10, 6)
    shipped_only = stages(lines.with_columns(knows_delivery=False), None)
    assert "delivered" not in [each.name for each in shipped_only]


def test_partial_deliveries_add_up_to_what_was_ordered() -> None:
    """Rule 20: a line that came at once is not drawn."""
    events = pl.DataFrame(
        [
            ("1", "Pump", "delivered", date(2026, 11, 3), 4, 4, 10),
            ("1", "Pump", "delivered", date(2026, 11, 9), 6, 10, 10),
            ("2", "<b>", "delivered", date(2026, 11, 3), 2, 2, 2),
            ("3", "Slang", "delivered", date(2026, 11, 3), 1, 1, 5),
            ("3", "Slang", "shipped", date(2026, 11, 2), 1, 1, 5),
        ],
        schema=["line_no", "description", "kind", "event_on", "quantity", "so_far", "ordered_qty"],
        orient="row",
    )

    parts = in_parts(events)
    spec = parts_chart(parts, DAY, SV)
    go.Figure(spec)

    assert parts["line_no"].unique(maintain_order=True).to_list() == ["1", "3"]
    notes = [note["text"] for note in spec["layout"]["annotations"]]
    assert notes == ["Pump", "<b>10 / 10</b>", "Slang", "<b>1 / 5</b>"]


def test_a_lane_of_a_site_is_marked_by_the_worst_of_its_week() -> None:
    weeks = pl.DataFrame(
        [
            ("Lager <Syd>", date(2026, 11, 16), 3, 1, 1, 1, 0),
            ("Lager <Syd>", date(2026, 11, 23), 2, 0, 0, 0, 2),
            ("Norr", date(2026, 11, 9), 1, 1, 0, 0, 0),
        ],
        schema=["place", "week", "lines", "on_time", "late", "late_now", "to_come"],
        orient="row",
    )

    spec = site_lanes(weeks, DAY, SV)
    go.Figure(spec)

    marks = spec["data"][0]
    assert [worst(row) for row in weeks.iter_rows(named=True)] == ["late_now", "to_come", "on_time"]
    assert marks["text"] == ["3", "2", "1"]
    assert marks["y"] == [0, 0, -1]
    assert "<Syd>" not in str(spec["layout"]["annotations"]) + str(marks["customdata"])
