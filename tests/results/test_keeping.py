"""What is kept of a run's events: every verdict, and a bounded amount of evidence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from scoreline.protocol.answer import CallError, CallResult, Omitted, Output
from scoreline.results.bounds import MOST_EVIDENCE
from scoreline.results.event import Event, ItemJudged, Progress
from scoreline.results.evidence import Testimony
from scoreline.results.excerpt import START
from scoreline.results.exchange import Exchange, SentReply
from scoreline.results.keeping import FIRST, KeptEvents
from scoreline.results.report import fold
from scoreline.results.verdict import Mismatch, Outcome, Verdict, Witness

BIG = 100_000
MISMATCH = Mismatch("answer", Witness.CLIENT, "answer", "one", "two")


@pytest.fixture
def big(verdict: Verdict, exchange: Exchange) -> Callable[..., Verdict]:
    """Makes a verdict with evidence on two calls and its control call, by the size of each part."""

    def make(size: int, outcome: Outcome = Outcome.FAIL, times: int = 2) -> Verdict:
        body = b"x" * size
        sent = replace(exchange, body=body, reply=SentReply(500, (), body))
        testimony = Testimony(
            answers=(CallResult("x" * size),) * times,
            outputs=(Output(1, body, body),) * times,
            exchanges=(sent,) * times,
        )
        control = testimony if size else None
        mismatches = (MISMATCH,) * times if outcome is Outcome.FAIL else ()
        lines = ("x" * size,) * times
        return replace(
            verdict,
            outcome=outcome,
            testimony=testimony,
            control=control,
            mismatches=mismatches,
            stderr=lines,
        )

    return make


def kept(*verdicts: Verdict, budget: int) -> list[Verdict]:
    """What is kept of verdicts, in their order."""
    events = KeptEvents(budget)
    for verdict in verdicts:
        events.append(ItemJudged(verdict))
    return [event.verdict for event in events if isinstance(event, ItemJudged)]


def size(value: Any) -> int:
    """Characters and bytes in a verdict's evidence."""
    return len(repr((value.testimony, value.control, value.stderr))) + sum(
        len(exchange.body) + len(exchange.reply.body)
        for part in (value.testimony, value.control)
        for exchange in part.exchanges
    )


def test_events_of_a_small_run(run: tuple[Event, ...]) -> None:
    """Within the budget each event is kept as it is, except the steps of builds."""
    events = KeptEvents()
    for event in (run[0], Progress("one", "Step 1/2"), *run[1:]):
        events.append(event)
    assert tuple(events) == run
    assert events[1:] == list(run[1:])
    assert fold(events) == fold(run)


def test_evidence_of_many_verdicts(big: Callable[..., Verdict]) -> None:
    """Those that are kept whole fit into the budget, and of no other one is much left."""
    verdict = big(BIG)
    found = kept(*[verdict] * 50, budget=5 * size(verdict))
    assert len(found) == 50
    whole = found.count(verdict)
    assert 1 <= whole <= 5
    assert found[:whole] == [verdict] * whole
    assert all(size(one) < 50 * START for one in found[whole:])


def test_budget_of_a_run() -> None:
    """Unless another budget is given, it is the one of the table of bounds."""
    assert KeptEvents()._left == MOST_EVIDENCE


def test_cut_verdict(big: Callable[..., Verdict]) -> None:
    """It keeps the first parts, what was left out is counted, and a mismatch says so."""
    verdict = big(BIG, times=FIRST + 2)
    (found,) = kept(verdict, budget=0)
    assert found.control is not None
    for part in (found.testimony, found.control):
        assert part.answers == (Omitted(BIG + 2, '"' + "x" * (START - 1)),) * FIRST
        assert part.outputs == (Output(1, b"x" * START, b"x" * START, 2 * (BIG - START)),) * FIRST
        assert [one.omitted for one in part.exchanges] == [BIG - START] * FIRST
        assert [one.reply and one.reply.omitted for one in part.exchanges] == [BIG - START] * FIRST
    assert found.stderr == ("x" * START,) * (FIRST + 2)
    assert found.mismatches[:FIRST] == (MISMATCH,) * FIRST
    (note,) = found.mismatches[FIRST:]
    assert note.code == "evidence"
    assert f"{FIRST} of {FIRST + 2} requests" in note.found
    assert found.outcome is Outcome.FAIL


@pytest.mark.parametrize("outcome", Outcome)
def test_note(big: Callable[..., Verdict], outcome: Outcome) -> None:
    """A pass, and what is not applicable, gets no mismatch when its evidence is cut."""
    (found,) = kept(big(BIG, outcome), budget=0)
    noted = [one for one in found.mismatches if one.code == "evidence"]
    assert len(noted) == (outcome in (Outcome.FAIL, Outcome.NO_VERDICT))
    assert size(found) < BIG


def test_long_head(verdict: Verdict, exchange: Exchange) -> None:
    """A head that is too long is left out and counted, as the endpoint does it."""
    long = replace(exchange, headers=(("X-Long", "x" * BIG),), target="/" * BIG)
    (found,) = kept(replace(verdict, testimony=Testimony(exchanges=(long,))), budget=0)
    (left,) = found.testimony.exchanges
    assert (left.headers, left.target) == ((), "/" * START)
    assert left.omitted == BIG + len("X-Long") + BIG - START


@pytest.mark.parametrize(
    "answer",
    [
        CallResult([{}] * 20_000),
        CallError({f"x{number}": [] for number in range(20_000)}),
        CallResult([[float(number)] for number in range(20_000)]),
    ],
    ids=["objects", "members", "rows"],
)
def test_values_count_as_objects(verdict: Verdict, answer: Any) -> None:
    """The budget is in bytes of memory: small values of JSON take many times their text."""
    small = replace(verdict, testimony=Testimony((answer,)))
    assert kept(small, budget=10_000_000) == [small]
    (found,) = kept(small, budget=1_000_000)
    assert isinstance(found.testimony.answers[0], Omitted)
