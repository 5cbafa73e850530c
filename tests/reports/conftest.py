"""The events of a made-up run in which everything happens that can."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scoreline.fault import Code, Fault
from scoreline.protocol.answer import CallError, CallResult, Identity, Output
from scoreline.results.event import (
    ArgumentsUnread,
    ClientReady,
    ClientUnavailable,
    Event,
    ItemJudged,
    PlannedClient,
    Progress,
    RunFinished,
    RunStarted,
    UnusableDriver,
)
from scoreline.results.evidence import Testimony
from scoreline.results.exchange import Ending, Exchange, SentReply
from scoreline.results.verdict import ItemInfo, Mismatch, Outcome, Verdict, Witness

EVIL = "\x1b[31mred\x1b[0m [bold]not bold[/bold] \x00 ]]> & < \ufffe"
"""What a client may write to disturb a terminal, rich or XML."""

DOCUMENTED = ItemInfo("scoring/documented", "scores the documented rows", ("SCORE-1",), "core")
STATUS = ItemInfo("errors/status-503", "reports 503 as an error", ("ERROR-1", "ERROR-2"), "core")
HANGS = ItemInfo("errors/hangs", "times out", ("TIME-1",), "resilient")
SAMPLE = ItemInfo("page/sample-1", "runs as the page says")
ITEMS = (DOCUMENTED, STATUS, HANGS, SAMPLE)

EXCHANGE = Exchange(
    service="main",
    connection=1,
    sequence=1,
    method="POST",
    target="/score",
    version="HTTP/1.1",
    headers=(("Host", "127.0.0.1:1"), ("Authorization", "Bearer ***")),
    body=b'{"data":[[1.0]]}',
    reply=SentReply(503, (("Content-Type", "text/plain"),), b"no"),
    ending=Ending.REPLIED,
    started=1.0,
    ended=1.5,
)
FAILED = Verdict(
    client="one",
    item=STATUS,
    outcome=Outcome.FAIL,
    mismatches=(
        Mismatch("answer.error", Witness.CLIENT, "error.status", "503", "500"),
        Mismatch("requests", Witness.ENDPOINT, "requests", "1", "2"),
    ),
    testimony=Testimony(
        answers=(CallError({"kind": "service", "message": EVIL}),),
        exchanges=(EXCHANGE, replace(EXCHANGE, sequence=2)),
    ),
    stderr=(EVIL,),
    seconds=0.25,
)
OPEN = Verdict(
    client="one",
    item=HANGS,
    outcome=Outcome.NO_VERDICT,
    reason=Fault(Code.ENGINE_FAILED, f"the engine went away: {EVIL}", remedy="start it again"),
)
SKIPPED = Verdict(
    client="two",
    item=STATUS,
    outcome=Outcome.NOT_APPLICABLE,
    reason=Fault(Code.CAPABILITY_NOT_CLAIMED, "does not claim payload", {"capability": "payload"}),
)


def passed(client: str, item: ItemInfo) -> Verdict:
    """A verdict that is a pass."""
    testimony = Testimony((CallResult([1.0]),), (Output(0, b"[1.0]\n", b"\xff"),), (EXCHANGE,))
    return Verdict(client, item, Outcome.PASS, testimony=testimony, control=testimony, seconds=0.5)


VERDICTS = (
    passed("one", DOCUMENTED),
    FAILED,
    OPEN,
    passed("one", SAMPLE),
    SKIPPED,
    passed("two", DOCUMENTED),
    passed("two", HANGS),
)


@pytest.fixture
def verdicts() -> dict[Outcome, Verdict]:
    """A verdict of each outcome."""
    return {verdict.outcome: verdict for verdict in VERDICTS}


@pytest.fixture
def events() -> list[Event]:
    """The whole run: two clients that are judged, one that is unavailable, one that is required."""
    identity = Identity("lib-one", "1.2.3", "Rust", "none", ("payload",))
    names = tuple(item.identifier for item in ITEMS)
    engine = Fault(Code.ENGINE_UNAVAILABLE, "no Docker engine answers", remedy="start one")
    compiler = Fault(Code.PROGRAM_MISSING, f"no compiler {EVIL}", remedy="get one")
    runtime = Fault(Code.PROGRAM_MISSING, "no runtime", {"program": "x"}, remedy="get that")
    return [
        RunStarted(
            version="0.1.0",
            suite="1.4",
            seed=7,
            clients=(
                PlannedClient("one", "Rust", names),
                PlannedClient("two", "C", names[:3]),
                PlannedClient("three", "C", names[:3]),
                PlannedClient("four", "C", names[:3]),
            ),
            items=ITEMS,
            unusable=(UnusableDriver("container", engine),),
        ),
        Progress("one", f"Step 1/2 : {EVIL}"),
        ClientReady("one", "process", identity, build_seconds=2.0, start_seconds=0.1, built=True),
        ClientReady("two", "process", None, build_seconds=0.0, start_seconds=0.1, built=False),
        ClientUnavailable("three", compiler, required=False),
        ClientUnavailable("four", runtime, required=True),
        ArgumentsUnread("two"),
        *(ItemJudged(verdict) for verdict in VERDICTS),
        RunFinished(
            totals={"pass": 4, "fail": 1, "no-verdict": 1, "not-applicable": 1},
            unavailable=("three", "four"),
            required_unavailable=("four",),
            exit_status=1,
            seconds={"build": 2.0, "total": 3.25},
        ),
    ]
