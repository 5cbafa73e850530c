"""A run in single lines."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scoreline.fault import Code, Fault
from scoreline.reports import summary
from scoreline.results.event import Event, ItemJudged, RunFinished
from scoreline.results.report import fold


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "2 passed, 0 failed"),
        ({"fail": 1}, "2 passed, 1 failed"),
        ({"no-verdict": 3}, "2 passed, 0 failed, 3 without a verdict"),
        ({"not-applicable": 4}, "2 passed, 0 failed, 4 not applicable"),
        ({"unavailable": ("a",)}, "2 passed, 0 failed, 1 client unavailable (a)"),
        (
            {"unavailable": ("a", "b"), "required": ("b",)},
            "2 passed, 0 failed, 2 clients unavailable (a, b), required but unavailable: b",
        ),
    ],
)
def test_summary(events: list[Event], changes: dict[str, object], words: str) -> None:
    """The last line leaves out what is zero and nothing else."""
    totals = {"pass": 2, "fail": 0, "no-verdict": 0, "not-applicable": 0}
    totals |= {name: number for name, number in changes.items() if isinstance(number, int)}
    finished = RunFinished(
        totals=totals,
        unavailable=changes.get("unavailable", ()),  # type: ignore[arg-type]
        required_unavailable=changes.get("required", ()),  # type: ignore[arg-type]
        exit_status=0,
        seconds={"total": 1.234},
    )
    assert summary.summary(replace(fold(events), finished=finished)) == f"{words} in 1.2 s"


def test_finished(events: list[Event]) -> None:
    """A run that finished is not reported as cut off, and nothing is missing."""
    assert summary.cut_off(fold(events)) == ""
    assert list(summary.missing(fold(events))) == []


def test_cut_off(events: list[Event]) -> None:
    """A run that was cut off is reported with what there is of it, and with what is missing."""
    judged = [event for event in events if isinstance(event, ItemJudged)]
    kept = [event for event in events[:-1] if event not in judged[3:]]
    report = fold(kept)
    assert summary.cut_off(report) == "CUT OFF: the run did not finish; 3 of 7 items have a verdict"
    assert list(summary.missing(report, most=2)) == [
        "one: 1 of 4 items not judged: page/sample-1",
        "two: 3 of 3 items not judged: scoring/documented, errors/status-503, … 1 more",
    ]
    assert "errors/hangs" in list(summary.missing(report))[1]
    counted = "1 passed, 1 failed, 1 without a verdict"
    missing = "2 clients unavailable (three, four), required but unavailable: four"
    assert summary.summary(report) == f"{counted}, {missing}"


def test_restrictions(events: list[Event]) -> None:
    """Drivers that cannot be used, and processes that cannot be seen, have one line each."""
    driver, client = summary.restrictions(fold(events))
    assert driver.startswith("DRIVER UNAVAILABLE: container: ")
    assert client.startswith("ARGUMENTS NOT SEARCHED: two: ")


def test_unusable(events: list[Event]) -> None:
    """A driver that cannot be used is named, with the remedy."""
    (driver,) = fold(events).unusable
    assert summary.unusable(driver) == (
        "DRIVER UNAVAILABLE: container: no Docker engine answers; remedy: start one; "
        "clients run another way where possible"
    )


def test_with_remedy() -> None:
    """A fault is its message, and what to do if that is known."""
    assert summary.with_remedy(Fault(Code.EXITED, "gone")) == "gone"
    assert summary.with_remedy(Fault(Code.EXITED, "gone", remedy="wait")) == "gone; remedy: wait"
