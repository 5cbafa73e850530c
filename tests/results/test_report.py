"""The report: what the events of a run fold into, and what its exit status follows from."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scoreline.fault import Code, Fault
from scoreline.results.event import (
    ArgumentsUnread,
    ClientReady,
    ClientUnavailable,
    Event,
    ItemJudged,
    PlannedClient,
    Progress,
    RunStarted,
    UnusableDriver,
)
from scoreline.results.report import (
    FAILED,
    NOTHING_JUDGED,
    OK,
    NotOneRunError,
    Report,
    fold,
)
from scoreline.results.verdict import ItemInfo, Outcome, Verdict

FAULT = Fault(Code.PROGRAM_MISSING, "no compiler", remedy="get one")
ITEMS = (ItemInfo("a/one", "does one"), ItemInfo("a/two", "does two"))


def started(*clients: str) -> RunStarted:
    """The start of a run of some clients with two items."""
    names = tuple(item.identifier for item in ITEMS)
    planned = tuple(PlannedClient(client, "C", names) for client in clients)
    return RunStarted("0.1.0", "1.4", 7, planned, ITEMS, (UnusableDriver("container", FAULT),))


def judged(client: str, *outcomes: Outcome) -> list[Event]:
    """Verdicts of a client on the items in order."""
    pairs = zip(ITEMS, outcomes, strict=False)
    return [ItemJudged(Verdict(client, item, outcome)) for item, outcome in pairs]


def test_fold(run: tuple[Event, ...]) -> None:
    """The report holds everything that the events hold, except progress."""
    ready = ClientReady("x", "process", None, 0.0, 0.0, built=False)
    unavailable = ClientUnavailable("y", FAULT, required=False)
    events: list[Event] = [started("x", "y", "z"), Progress("x", "step"), ready, unavailable]
    events.append(ArgumentsUnread("x"))
    events += judged("x", Outcome.PASS, Outcome.FAIL)
    report = fold([*events, run[-1]])
    assert (report.version, report.suite, report.items) == ("0.1.0", "1.4", ITEMS)
    assert [driver.driver for driver in report.unusable] == ["container"]
    assert [client.name for client in report.clients] == ["x", "y", "z"]
    assert [client.ready for client in report.clients] == [ready, None, None]
    assert [client.unavailable for client in report.clients] == [None, unavailable, None]
    assert [client.arguments_unread for client in report.clients] == [True, False, False]
    assert [client.judged for client in report.clients] == [2, 0, 0]
    assert [client.missing for client in report.clients] == [(), (), ("a/one", "a/two")]
    assert [verdict.outcome for verdict in report.verdicts] == [Outcome.PASS, Outcome.FAIL]
    assert report.finished == run[-1]
    assert report.exit_status == OK


@pytest.mark.parametrize(
    "events",
    [
        [],
        judged("x", Outcome.PASS),
        [started("x"), started("x")],
        [started("x"), *judged("y", Outcome.PASS)],
        [started("x"), ClientUnavailable("y", FAULT, required=False)],
        [started("x"), ClientReady("y", "process", None, 0.0, 0.0, built=False)],
        [started("x"), ArgumentsUnread("y")],
    ],
)
def test_events_that_are_not_a_run(events: list[Event]) -> None:
    """Events that do not begin a run, or contradict its beginning, have no report."""
    with pytest.raises(NotOneRunError):
        fold(events)


def test_cut_off() -> None:
    """A run that was cut off has failed, whatever there is of it."""
    report = fold([started("x"), *judged("x", Outcome.PASS)])
    assert report.finished is None
    assert report.exit_status == FAILED


@pytest.mark.parametrize(
    ("outcomes", "status"),
    [
        ({"x": [Outcome.PASS, Outcome.PASS]}, OK),
        ({"x": [Outcome.PASS, Outcome.NOT_APPLICABLE]}, OK),
        ({"x": [Outcome.PASS, Outcome.FAIL]}, FAILED),
        ({"x": [Outcome.FAIL, Outcome.FAIL]}, FAILED),
        ({"x": [Outcome.PASS, Outcome.NO_VERDICT]}, FAILED),
        ({"x": [Outcome.NO_VERDICT, Outcome.NO_VERDICT]}, NOTHING_JUDGED),
        ({"x": [Outcome.NOT_APPLICABLE, Outcome.NOT_APPLICABLE]}, NOTHING_JUDGED),
        ({"x": [Outcome.PASS], "y": [Outcome.NOT_APPLICABLE]}, FAILED),
        ({}, NOTHING_JUDGED),
    ],
)
def test_exit_status(outcomes: dict[str, list[Outcome]], status: int) -> None:
    """0 if each client passed something and failed nothing; 3 if nothing was judged; else 1."""
    events: list[Event] = [started(*outcomes)]
    for client, own in outcomes.items():
        events += judged(client, *own)
    finished = fold(events).finish({"total": 1.0})
    assert finished.exit_status == status
    assert sum(finished.totals.values()) == sum(map(len, outcomes.values()))
    assert list(finished.totals) == list(Outcome)


def _with_unavailable(*, required: bool) -> Report:
    missing = ClientUnavailable("y", FAULT, required=required)
    return fold([started("x", "y"), missing, *judged("x", Outcome.PASS)])


def test_unavailable() -> None:
    """An unavailable client is named, and fails the run only if it was required."""
    for required, status in ((False, OK), (True, FAILED)):
        finished = _with_unavailable(required=required).finish({})
        assert finished.unavailable == ("y",)
        assert finished.required_unavailable == (("y",) if required else ())
        assert finished.exit_status == status


def test_nothing_but_unavailable() -> None:
    """A run in which no client could be run has judged nothing, required or not."""
    report = fold([started("y"), ClientUnavailable("y", FAULT, required=True)])
    assert report.finish({}).exit_status == NOTHING_JUDGED


def test_report_is_frozen() -> None:
    """A report cannot be changed; another one can be made from it."""
    report = _with_unavailable(required=False)
    with pytest.raises(AttributeError):
        report.suite = "2"  # type: ignore[misc]
    assert replace(report, suite="2").suite == "2"
