"""The JSON report: one valid line per event."""

from __future__ import annotations

import json
from typing import Any, get_args

from scoreline.formats.schema import load_schemas
from scoreline.reports.jsonlines import line
from scoreline.results.event import Event, ItemJudged
from scoreline.results.verdict import Outcome


def documents(events: list[Event]) -> list[Any]:
    """What is written for events."""
    return [json.loads(one) for one in "".join(map(line, events)).splitlines()]


def test_each_event_is_a_valid_line(events: list[Event]) -> None:
    """Each event is one line, valid against the schema."""
    written = documents(events)
    assert len(written) == len(events)
    for document in written:
        assert not list(load_schemas().validator("harness/report").iter_errors(document))


def test_every_kind_of_event_is_there(events: list[Event]) -> None:
    """The made-up run has every kind of event, so that none goes untested."""
    assert {type(event) for event in events} == set(get_args(Event))
    outcomes = {event.verdict.outcome for event in events if isinstance(event, ItemJudged)}
    assert outcomes == set(Outcome)


def test_schema_notices_what_is_missing(events: list[Event]) -> None:
    """The schema refuses a line with a member less or a member more."""
    valid = load_schemas().validator("harness/report").is_valid
    for document in documents(events):
        assert not valid(document | {"more": 1})
        for name in document:
            fewer = {key: value for key, value in document.items() if key != name}
            assert not valid(fewer), name


def test_first_and_last(events: list[Event]) -> None:
    """A report that was cut off is known by its last line, which is not that of the totals."""
    written = documents(events)
    assert written[0]["event"] == "run-started"
    assert written[-1]["event"] == "run-finished"
    assert written[-1]["totals"]["fail"] == 1
    assert [one["event"] for one in documents(events[:-1])].count("run-finished") == 0
