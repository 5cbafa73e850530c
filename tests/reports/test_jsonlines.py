"""The JSON report: a line an event as it happens, each valid, the last one with the totals."""

from __future__ import annotations

import io
import json
from dataclasses import fields
from typing import Any, get_args

import pytest

from scoreline.formats.schema import load_schemas
from scoreline.reports.jsonlines import JsonLines, document
from scoreline.results.event import CaseJudged, Event, RunStarted
from scoreline.results.verdict import Outcome, Verdict


def lines(events: list[Event]) -> list[Any]:
    """What is written for events."""
    stream = io.StringIO()
    report = JsonLines(stream)
    for event in events:
        report(event)
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_each_event_is_a_valid_line(events: list[Event]) -> None:
    """Each event is one line, valid against the schema."""
    written = lines(events)
    assert len(written) == len(events)
    for line in written:
        assert list(load_schemas().errors("harness/report", line)) == []


def test_every_kind_of_event_is_there(events: list[Event]) -> None:
    """The made-up run has every kind of event, so that none goes untested."""
    assert {type(event) for event in events} == set(get_args(Event))
    outcomes = {event.verdict.outcome for event in events if isinstance(event, CaseJudged)}
    assert outcomes == set(Outcome)


def test_schema_notices_what_is_missing(events: list[Event]) -> None:
    """The schema refuses a line with a member less or a member more."""
    for line in lines(events):
        assert list(load_schemas().errors("harness/report", line | {"more": 1}))
        for name in line.keys() - {"engine_missing"}:
            fewer = {key: value for key, value in line.items() if key != name}
            assert list(load_schemas().errors("harness/report", fewer)), name


def test_line_is_there_when_the_event_was(events: list[Event]) -> None:
    """A line is written and handed on at once, not when the run ends."""
    stream = io.StringIO()
    flushed: list[str] = []
    stream.flush = lambda: flushed.append(stream.getvalue())  # type: ignore[method-assign]
    report = JsonLines(stream)
    for number, event in enumerate(events, 1):
        report(event)
        assert len(flushed) == number
        assert flushed[-1].count("\n") == number


def test_first_and_last(events: list[Event]) -> None:
    """A report that was cut off is known by its last line, which is not that of the totals."""
    written = lines(events)
    assert written[0]["event"] == "run-started"
    assert written[-1]["event"] == "run-finished"
    assert written[-1]["totals"]["fail"] == 1
    assert [line["event"] for line in lines(events[:-1])].count("run-finished") == 0


def test_members(verdicts: dict[Outcome, Verdict]) -> None:
    """A verdict is told with all that it has, under the names it has."""
    written = document(CaseJudged(verdicts[Outcome.FAIL]))
    assert list(written) == ["event", *(field.name for field in fields(Verdict))]
    assert written["outcome"] == "fail"
    assert written["mismatches"][1] == {
        "witness": "endpoint",
        "subject": "requests",
        "expected": "1",
        "found": "2",
    }


def test_capabilities_are_sorted(events: list[Event]) -> None:
    """What has no order is written in one, so that two reports can be compared."""
    ready = [line for line in lines(events) if line["event"] == "client-ready"]
    assert [line["identity"] and line["identity"]["capabilities"] for line in ready] == [
        ["payload"],
        None,
    ]


@pytest.mark.parametrize("event", [RunStarted("0", (), ())])
def test_defaults_are_valid(event: Event) -> None:
    """An event whose optional members were left alone is valid too."""
    (line,) = lines([event])
    assert list(load_schemas().errors("harness/report", line)) == []
