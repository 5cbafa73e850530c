"""Excerpts: verdicts without what would make a report huge."""

from __future__ import annotations

from dataclasses import replace
from typing import Final, TypeVar

from scoreline.formats.json import render
from scoreline.protocol.answer import Answer, CallError, Omitted, Output, Predictions
from scoreline.results.evidence import Testimony
from scoreline.results.exchange import Exchange, SentReply
from scoreline.results.verdict import Verdict

LIMIT: Final = 1_048_576
"""Bytes of a body or of one stream of a one-shot, and characters of an answer as JSON, that a
report holds."""
START: Final = 1_000
"""Characters of an answer that stay if it is longer than `LIMIT`."""

_Body = TypeVar("_Body", Exchange, SentReply)


def excerpt(verdict: Verdict) -> Verdict:
    """A verdict with what is longer than `LIMIT` cut off, and the amount noted in `omitted`.

    Secrets have to be masked first: one that was cut in two is no longer recognised.
    """
    control = verdict.control and _testimony(verdict.control)
    return replace(verdict, testimony=_testimony(verdict.testimony), control=control)


def _testimony(testimony: Testimony) -> Testimony:
    return Testimony(
        answers=tuple(map(_answer, testimony.answers)),
        outputs=tuple(map(_output, testimony.outputs)),
        exchanges=tuple(map(_exchange, testimony.exchanges)),
    )


def _answer(answer: Answer) -> Answer:
    if isinstance(answer, Predictions):
        text = render(answer.value)
    elif isinstance(answer, CallError):
        text = render(answer.members)
    else:
        return answer
    return answer if len(text) <= LIMIT else Omitted(len(text), text[:START])


def _output(output: Output) -> Output:
    stdout, stderr = output.stdout[:LIMIT], output.stderr[:LIMIT]
    cut = len(output.stdout) - len(stdout) + len(output.stderr) - len(stderr)
    return replace(output, stdout=stdout, stderr=stderr, omitted=output.omitted + cut)


def _exchange(exchange: Exchange) -> Exchange:
    reply = exchange.reply and _cut(exchange.reply)
    return replace(_cut(exchange), reply=reply)


def _cut(value: _Body) -> _Body:
    body = value.body[:LIMIT]
    return replace(value, body=body, omitted=value.omitted + len(value.body) - len(body))
