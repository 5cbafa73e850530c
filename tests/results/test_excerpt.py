"""Excerpts: no verdict makes a report huge, and what was left out is counted."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scoreline.fault import Code, Fault
from scoreline.formats.json import render
from scoreline.protocol.answer import Answer, CallError, CallResult, Omitted, Output
from scoreline.results.bounds import MOST_BYTES, MOST_TEXT
from scoreline.results.evidence import Testimony
from scoreline.results.excerpt import LIMIT, START, excerpt
from scoreline.results.exchange import Exchange, SentReply
from scoreline.results.verdict import Mismatch, Verdict, Witness


def answer_of(verdict: Verdict, answer: Answer) -> Answer:
    """What is left of an answer."""
    (left,) = excerpt(replace(verdict, testimony=Testimony((answer,)))).testimony.answers
    return left


def test_small_verdict_is_unchanged(verdict: Verdict) -> None:
    """A verdict of usual size loses nothing."""
    assert excerpt(verdict) == verdict
    assert excerpt(replace(verdict, control=verdict.testimony)).control == verdict.testimony


def test_limit_itself_is_kept(verdict: Verdict, exchange: Exchange) -> None:
    """What is as long as the limit is kept in full."""
    full = replace(exchange, body=b"x" * LIMIT)
    kept = replace(verdict, testimony=Testimony(exchanges=(full,)))
    assert excerpt(kept) == kept
    answer = CallResult("x" * (LIMIT - 2))
    assert answer_of(verdict, answer) == answer


def test_bodies(verdict: Verdict, exchange: Exchange) -> None:
    """Of long bodies the first part is kept, and the number of other bytes."""
    reply = SentReply(200, (), b"b" * (LIMIT + 5))
    long = replace(exchange, body=b"a" * (LIMIT + 3), reply=reply, omitted=4)
    (left,) = excerpt(replace(verdict, testimony=Testimony(exchanges=(long,)))).testimony.exchanges
    assert left == replace(
        exchange,
        body=b"a" * LIMIT,
        reply=SentReply(200, (), b"b" * LIMIT, omitted=5),
        omitted=7,
    )


def test_no_reply(verdict: Verdict, exchange: Exchange) -> None:
    """An exchange without a reply stays one."""
    silent = replace(verdict, testimony=Testimony(exchanges=(replace(exchange, reply=None),)))
    assert excerpt(silent) == silent


def test_outputs(verdict: Verdict) -> None:
    """Of both streams of a one-shot the first part is kept, and the other bytes of both count."""
    output = Output(0, b"o" * (LIMIT + 1), b"e" * (LIMIT + 2))
    changed = replace(verdict, testimony=Testimony(outputs=(output,)))
    assert excerpt(changed).testimony.outputs == (Output(0, b"o" * LIMIT, b"e" * LIMIT, 3),)


@pytest.mark.parametrize("answer", [CallResult(["ä" * LIMIT]), CallError({"message": "x" * LIMIT})])
def test_answers(verdict: Verdict, answer: CallResult | CallError) -> None:
    """Of a long answer its length as JSON and its first characters are kept."""
    text = render(answer.value if isinstance(answer, CallResult) else answer.members)
    assert answer_of(verdict, answer) == Omitted(len(text), text[:START])


def test_limit() -> None:
    """A report holds as much of one thing as the harness keeps of it, which is 1 MiB."""
    assert LIMIT == MOST_BYTES == 1 << 20


@pytest.mark.parametrize("field", ["subject", "expected", "found"])
def test_texts_of_mismatches(verdict: Verdict, field: str) -> None:
    """A text of a mismatch is cut off at the bound, and ends with the number of its characters."""
    mismatch = Mismatch("output", Witness.CLIENT, "it", "this", "that")
    whole = replace(mismatch, **{field: "x" * MOST_TEXT})
    longer = replace(mismatch, **{field: "x" * (MOST_TEXT + 1)})
    first, second = excerpt(replace(verdict, mismatches=(whole, longer))).mismatches
    assert first == whole
    text = getattr(second, field)
    assert len(text) == MOST_TEXT
    assert text.endswith(f"x… ({MOST_TEXT + 1} characters)")


def test_faults(verdict: Verdict) -> None:
    """A fault that took the place of an answer is kept."""
    fault = Fault(Code.EXITED, "exited")
    assert answer_of(verdict, fault) == fault


def test_control_call(verdict: Verdict, exchange: Exchange) -> None:
    """The evidence on a control call is cut the same way."""
    long = Testimony((CallResult("x" * LIMIT),), (), (replace(exchange, body=b"x" * LIMIT * 2),))
    control = excerpt(replace(verdict, control=long)).control
    assert control == excerpt(replace(verdict, testimony=long)).testimony
    assert control != long


def test_twice_is_once(verdict: Verdict, exchange: Exchange) -> None:
    """An excerpt of an excerpt is the same excerpt."""
    long = Testimony(
        (CallResult("x" * LIMIT),),
        (Output(0, b"x" * LIMIT * 2, b""),),
        (replace(exchange, body=b"x" * LIMIT * 2),),
    )
    once = excerpt(replace(verdict, testimony=long))
    assert excerpt(once) == once
