"""The report for people: a matrix, each failure, and a last line that leaves nothing out."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pytest
from rich.console import Console

from scoreline.reports.terminal import ConsoleReport, summary
from scoreline.results.event import (
    CaseJudged,
    ClientUnavailable,
    Event,
    RunFinished,
    RunStarted,
)
from scoreline.results.verdict import Outcome, Verdict

Show = Callable[..., str]


@pytest.fixture
def show() -> Show:
    """What is shown of events, as plain text."""

    def show_events(events: list[Event], *, terminal: bool = False) -> str:
        console = Console(file=io.StringIO(), width=100, force_terminal=terminal)
        report = ConsoleReport(console, again=lambda verdict: f"play {verdict.case}")
        for event in events:
            report(event)
        report.close()
        assert isinstance(console.file, io.StringIO)
        return console.file.getvalue()

    return show_events


def row(text: str, client: str) -> list[str]:
    """The cells of a client's row in the matrix."""
    (line,) = (line for line in text.splitlines() if line.startswith(f"│ {client} "))
    return [cell.strip() for cell in line.strip("│").split("│")]


def test_matrix(show: Show, events: list[Event]) -> None:
    """The matrix shows for each client and level what passed of what was judged."""
    text = show(events)
    assert row(text, "one") == ["one", "process", "1/2", "0/1", "–", ""]
    assert row(text, "two") == ["two", "process", "1/1", "1/1", "–", "1"]
    assert row(text, "three") == ["three", "unavailable", "–", "–", "–", "–"]


def test_failure(show: Show, events: list[Event]) -> None:
    """A failure shows expected and found, both witnesses, and the line that plays it again."""
    text = show(events)
    (shown,) = re.findall(r"^FAIL one  errors/status-503\n((?:  .*\n)+)", text, re.MULTILINE)
    lines = [line.strip() for line in shown.splitlines()]
    assert lines[:4] == [
        "error.status: expected 503",
        "found 500  (client)",
        "requests: expected 1",
        "found 2  (endpoint)",
    ]
    assert lines[4].startswith("client said: error ")
    assert lines[5] == "endpoint saw: POST /score on connection 1 → 503"
    assert lines[-1] == "again: play errors/status-503"


def test_no_verdict(show: Show, events: list[Event]) -> None:
    """What has no verdict is told as loudly as a failure, with the reason."""
    text = show(events)
    assert re.search(r"^NO VERDICT one  errors/hangs\n  it was given up: ", text, re.MULTILINE)


def test_what_is_right_is_not_listed(show: Show, events: list[Event]) -> None:
    """Passes and what is not applicable are counted, and no more said of."""
    assert "scoring/documented" not in show(events)


def test_unavailable(show: Show, events: list[Event]) -> None:
    """A client that is not there is told with reason and remedy, louder where it was required."""
    text = show(events)
    assert re.search(
        r"^UNAVAILABLE: three\n  no compiler .*\n  remedy: get one$", text, re.MULTILINE
    )
    assert "REQUIRED AND UNAVAILABLE: four\n  no runtime\n  remedy: get that" in text


def test_without_containers(show: Show, events: list[Event]) -> None:
    """That there is no engine is told at the beginning and again beside the totals."""
    text = show(events)
    assert text.count("WITHOUT CONTAINERS no Docker engine answers: clients run as processes") == 2


@pytest.mark.parametrize("terminal", [False, True])
def test_clients_do_not_get_at_the_terminal(
    show: Show, events: list[Event], terminal: bool
) -> None:
    """What a client wrote is shown and not obeyed: neither escapes nor rich's own markup."""
    text = show(events, terminal=terminal)
    assert "\x1b[31mred" not in text
    assert "\x00" not in text
    assert "\\x1b[31mred" in text
    assert "[bold]not bold[/bold]" in text


def test_lines_are_not_broken(show: Show, verdicts: dict[Outcome, Verdict]) -> None:
    """A long line stays one line, so that it can be copied and searched."""
    long = "x" * 500
    verdict = verdicts[Outcome.NO_VERDICT]
    text = show(
        [
            RunStarted("0.1.0", ("one",), ("errors/hangs",)),
            ClientUnavailable("one", long, "none", required=False),
            CaseJudged(verdict),
            RunFinished(dict.fromkeys(Outcome, 0), (), (), 3, {"total": 1.0}),
        ]
    )
    assert long in text


def test_progress_in_a_terminal_goes_away(show: Show, events: list[Event]) -> None:
    """In a terminal progress is live, and what stays is the report."""
    text = show(events, terminal=True)
    assert "one: lib-one" not in text
    assert "1 failed" in text


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "2 passed, 0 failed"),
        ({"fail": 1}, "2 passed, 1 failed"),
        ({"no-verdict": 3}, "2 passed, 0 failed, 3 without a verdict"),
        ({"not-applicable": 4}, "2 passed, 0 failed, 4 not applicable"),
        ({"unavailable": ("a",)}, "2 passed, 0 failed, 1 client unavailable (a)"),
        (
            {"unavailable": ("a", "b"), "missing": ("b",)},
            "2 passed, 0 failed, 2 clients unavailable (a, b), required but unavailable: b",
        ),
    ],
)
def test_summary(changes: dict[str, object], words: str) -> None:
    """The last line leaves out what is zero and nothing else."""
    totals = {"pass": 2, "fail": 0, "no-verdict": 0, "not-applicable": 0}
    totals |= {name: number for name, number in changes.items() if isinstance(number, int)}
    event = RunFinished(
        totals=totals,
        unavailable=changes.get("unavailable", ()),  # type: ignore[arg-type]
        missing=changes.get("missing", ()),  # type: ignore[arg-type]
        exit_status=0,
        seconds={"total": 1.234},
    )
    assert summary(event) == f"{words} in 1.2 s"
