"""The report for people: a matrix, each failure, and a last line that leaves nothing out."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from rich.console import Console

from scoreline.fault import Code, Fault
from scoreline.reports.console import open_console
from scoreline.reports.live import LiveReport
from scoreline.reports.terminal import render
from scoreline.results.event import (
    ClientReady,
    ClientUnavailable,
    Event,
    ItemJudged,
    PlannedClient,
    Progress,
    RunStarted,
)
from scoreline.results.report import fold
from scoreline.results.verdict import ItemInfo, Outcome, Verdict

Show = Callable[..., str]


@pytest.fixture
def show() -> Show:
    """What is shown of events during the run and at its end, as plain text."""

    def show_events(events: Sequence[Event], *, terminal: bool = False) -> str:
        console = Console(file=io.StringIO(), width=100, force_terminal=terminal)
        live = LiveReport(console)
        for event in events:
            live(event)
        live.close()
        render(fold(events), console, lambda verdict: f"play {verdict.item.identifier}")
        assert isinstance(console.file, io.StringIO)
        return console.file.getvalue()

    return show_events


def row(text: str, client: str) -> list[str]:
    """The cells of a client's row in the matrix."""
    (line,) = (line for line in text.splitlines() if re.match(f"[│┃] {client} ", line))
    return [cell.strip() for cell in line.strip("│┃").replace("┃", "│").split("│")]


def test_matrix(show: Show, events: list[Event]) -> None:
    """The matrix shows for each client and level what passed of what was judged."""
    text = show(events)
    assert row(text, "one") == ["one", "process", "1/2", "0/1", "–", "1/1", ""]
    assert row(text, "two") == ["two", "process", "1/1", "1/1", "–", "–", "1"]
    assert row(text, "three") == ["three", "unavailable", "–", "–", "–", "–", "–"]


def test_columns(show: Show, events: list[Event]) -> None:
    """Items without a level have a column if there are any; each level always has one."""
    levels = ["client", "run as", "core", "resilient", "full"]
    assert row(show(events), "client") == [*levels, "no level", "not applicable"]
    without = [
        replace(event, items=event.items[:-1]) if isinstance(event, RunStarted) else event
        for event in events
        if not (isinstance(event, ItemJudged) and not event.verdict.item.level)
    ]
    assert row(show(without[:-1]), "client") == [*levels, "not applicable", "not judged"]


def test_narrow_terminal(events: list[Event]) -> None:
    """Every column that there may be fits into 80 characters, no word of it cut short."""
    console = Console(file=io.StringIO(), width=80)
    render(fold(events[:8]), console, lambda _: "")
    assert isinstance(console.file, io.StringIO)
    matrix = console.file.getvalue().partition("┘")[0]
    assert "…" not in matrix
    assert all(word in matrix for word in ("resilient", "level", "applicable", "unavailable"))


def test_long_names_on_a_narrow_terminal(events: list[Event]) -> None:
    """A name of 40 characters is shown whole, on several lines, and the other columns keep room."""
    name = "a-client-with-quite-a-long-name-0123456789"[:40]
    started = RunStarted("0.1.0", "", 7, (PlannedClient(name, "C", ("errors/hangs",)),), ())
    console = Console(file=io.StringIO(), width=80)
    render(fold([started, *events[1:1]]), console, lambda _: "")
    assert isinstance(console.file, io.StringIO)
    matrix = console.file.getvalue().partition("┘")[0]
    assert "…" not in matrix
    rows = [line for line in matrix.splitlines() if line.startswith("│")]
    assert "".join(line.split("│")[1].strip() for line in rows) == name
    assert max(map(len, matrix.splitlines())) <= 80
    assert all(word in matrix for word in ("resilient", "applicable", "judged"))


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
    assert lines[4].startswith("client answered: error ")
    assert lines[5].startswith("endpoint saw: POST /score → 503; at +0.000 s for 0.500 s, ")
    assert lines[6].startswith("headers Host: ")
    assert lines[-1] == "again: play errors/status-503"


def test_no_verdict(show: Show, events: list[Event]) -> None:
    """What has no verdict is shown as loudly as a failure, with the reason and the remedy."""
    text = show(events)
    assert re.search(
        r"^NO VERDICT one  errors/hangs\n  the engine went away: .*\n  remedy: start it again\n",
        text,
        re.MULTILINE,
    )


def test_what_is_right_is_not_listed(show: Show, events: list[Event]) -> None:
    """Passes and what is not applicable are counted, and not listed."""
    assert "scoring/documented" not in show(events)


def test_unavailable(show: Show, events: list[Event]) -> None:
    """An unavailable client is shown with reason and remedy, louder if it was required."""
    text = show(events)
    assert re.search(
        r"^UNAVAILABLE: three\n  no compiler .*\n  remedy: get one$", text, re.MULTILINE
    )
    assert "REQUIRED AND UNAVAILABLE: four\n  no runtime\n  remedy: get that" in text


def test_without_a_driver(show: Show, events: list[Event]) -> None:
    """That a driver cannot be used is shown at the beginning and again beside the totals."""
    text = show(events)
    assert text.count("\nDRIVER UNAVAILABLE: container: no Docker engine answers; ") == 2
    assert (
        text.count("\nARGUMENTS NOT SEARCHED: two: its processes cannot be seen from here, ") == 2
    )


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
    verdict = replace(
        verdicts[Outcome.NO_VERDICT],
        item=ItemInfo(f"errors/{long}", ""),
        reason=Fault(Code.EXITED, f"gone {long}"),
    )
    text = show(
        [
            RunStarted("0.1.0", "", 7, (PlannedClient("one", "C", ("errors/hangs",)),), ()),
            ClientUnavailable("one", Fault(Code.PROGRAM_MISSING, f"no {long}"), required=False),
            ItemJudged(verdict),
        ]
    )
    assert f"  no {long}\n" in text
    assert f"NO VERDICT one  errors/{long}\n  gone {long}  [client.exited]\n" in text


def test_what_stays_on_a_terminal(show: Show, events: list[Event]) -> None:
    """In a terminal steps are live; the identity and the end of each client stay."""
    text = show(events, terminal=True)
    assert "one: Step 1/2" not in text
    assert "one: lib-one 1.2.3 on none" in text
    assert "two: finished: 2 passed, 1 not applicable" in text


def test_progress_is_not_markup(show: Show, events: list[Event]) -> None:
    """A step that looks like markup of rich, even broken markup, is shown as it is."""
    text = show([*events[:1], Progress("one", "[/nonsense]")], terminal=True)
    assert "[/nonsense]" in text


def test_progress_without_a_terminal(show: Show, events: list[Event]) -> None:
    """Without a terminal each step is a line."""
    text = show(events)
    assert text.startswith("scoreline 0.1.0: 4 clients, 4 items, seed 7\n")
    assert (
        "\none: lib-one 1.2.3 on none (process, built in 2.0 s, ready after 0.1 s)\n"
        "two: no session (process, nothing to build, ready after 0.1 s)\n"
        "three: unavailable\n"
    ) in text
    assert "\none: finished: 2 passed, 1 failed, 1 without a verdict\n" in text


def test_cases_are_called_cases(show: Show) -> None:
    """Items that all have a level are cases of the suite, and are called so."""
    item = ItemInfo("a/b", "does it", ("A-1",), "core")
    started = RunStarted("0.1.0", "", 7, (PlannedClient("one", "C", ("a/b",)),), (item,))
    assert show([started]).startswith("scoreline 0.1.0: 1 client, 1 case, seed 7\n")


def test_cut_off(show: Show, events: list[Event]) -> None:
    """A run that was cut off is reported as such, with the clients and items that are missing."""
    cut = [one for one in events[:-1] if not isinstance(one, ItemJudged | ClientReady)]
    text = show(cut)
    assert row(text, "one") == ["one", "–", "–", "–", "–", "–", "", "4"]
    assert row(text, "three")[-1] == ""
    assert "\nCUT OFF: the run did not finish; 0 of 7 items have a verdict\n" in text
    assert "\none: 4 of 4 items not judged: scoring/documented, errors/status-503, " in text
    assert text.endswith(
        "\n0 passed, 0 failed, 2 clients unavailable (three, four), "
        "required but unavailable: four\n"
    )


def test_reader_has_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    """A console whose reader has gone raises the error that every stream raises."""
    console = open_console()

    def closed(_: str) -> int:
        raise BrokenPipeError

    file = io.StringIO()
    monkeypatch.setattr(file, "write", closed)
    monkeypatch.setattr(console, "file", file)
    with pytest.raises(BrokenPipeError):
        console.print("x")


def test_failures_are_in_the_order_of_the_plan(
    show: Show, verdicts: dict[Outcome, Verdict]
) -> None:
    """Failures are shown in the order of the plan, whatever the order in which they came."""
    items = tuple(ItemInfo(f"errors/{name}", "") for name in "abc")
    failed = [
        replace(
            verdicts[Outcome.NO_VERDICT], client="one", item=item, reason=Fault(Code.EXITED, f"{n}")
        )
        for n, item in enumerate(items)
    ]
    names = tuple(item.identifier for item in items)
    text = show(
        [
            RunStarted("0.1.0", "", 7, (PlannedClient("one", "C", names),), items),
            *(ItemJudged(verdict) for verdict in (failed[1], failed[2], failed[0])),
        ]
    )
    assert re.findall(r"^NO VERDICT one  (\S+)$", text, re.MULTILINE) == list(names)
