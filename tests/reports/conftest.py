"""The events of a made-up run in which everything happens that can."""

from __future__ import annotations

import pytest

from scoreline.protocol.answer import Identity
from scoreline.results.event import (
    CaseJudged,
    ClientReady,
    ClientUnavailable,
    Event,
    Progress,
    RunFinished,
    RunStarted,
)
from scoreline.results.verdict import Mismatch, Outcome, Verdict, Witness

EVIL = "\x1b[31mred\x1b[0m [bold]not bold[/bold] \x00 ]]> & < \ufffe"
"""What a client may write to get at a terminal, at rich or at XML."""

MISMATCHES = (
    Mismatch(Witness.CLIENT, "error.status", "503", "500"),
    Mismatch(Witness.ENDPOINT, "requests", "1", "2"),
)
FAILED = Verdict(
    client="one",
    case="errors/status-503",
    level="core",
    outcome=Outcome.FAIL,
    mismatches=MISMATCHES,
    said=(f"error {EVIL}",),
    seen=("POST /score on connection 1 → 503", "POST /score on connection 1 → 503"),
    stderr=(EVIL,),
    seconds=0.25,
)
OPEN = Verdict(
    client="one",
    case="errors/hangs",
    level="resilient",
    outcome=Outcome.NO_VERDICT,
    reason=f"it was given up: {EVIL}",
)
SKIPPED = Verdict(
    client="two",
    case="errors/status-503",
    level="core",
    outcome=Outcome.NOT_APPLICABLE,
    reason="it does not claim payload",
)


def passed(client: str, case: str, level: str) -> Verdict:
    """A verdict that is a pass."""
    return Verdict(client=client, case=case, level=level, outcome=Outcome.PASS, seconds=0.5)


VERDICTS = (
    passed("one", "scoring/documented", "core"),
    FAILED,
    OPEN,
    SKIPPED,
    passed("two", "scoring/documented", "core"),
    passed("two", "errors/hangs", "resilient"),
)


@pytest.fixture
def verdicts() -> dict[Outcome, Verdict]:
    """A verdict of each outcome."""
    return {verdict.outcome: verdict for verdict in VERDICTS}


@pytest.fixture
def events() -> list[Event]:
    """The whole run: two clients that are judged, one that is not there, one that must be."""
    identity = Identity("lib-one", "1.2.3", "Rust", "none", frozenset({"payload"}))
    return [
        RunStarted(
            version="0.1.0",
            clients=("one", "two", "three", "four"),
            cases=("scoring/documented", "errors/status-503", "errors/hangs"),
            engine_missing="no Docker engine answers",
        ),
        Progress("one", f"Step 1/2 : {EVIL}"),
        ClientReady("one", "process", identity, build_seconds=2.0, start_seconds=0.1, built=True),
        ClientReady("two", "process", None, build_seconds=0.0, start_seconds=0.1, built=False),
        ClientUnavailable("three", f"no compiler {EVIL}", "get one", required=False),
        ClientUnavailable("four", "no runtime", "get that", required=True),
        *(CaseJudged(verdict) for verdict in VERDICTS),
        RunFinished(
            totals={"pass": 3, "fail": 1, "no-verdict": 1, "not-applicable": 1},
            unavailable=("three", "four"),
            missing=("four",),
            exit_status=1,
            seconds={"build": 2.0, "total": 3.25},
        ),
    ]
