"""Excerpts: verdicts without what would make a report huge."""

from __future__ import annotations

from dataclasses import replace
from typing import Final, TypeVar

from scoreline.formats.json import Json, render
from scoreline.protocol.answer import Answer, CallError, CallResult, Omitted, Output
from scoreline.results.bounds import MOST_BYTES, MOST_TEXT
from scoreline.results.evidence import Testimony
from scoreline.results.exchange import Exchange, SentReply
from scoreline.results.verdict import Mismatch, Verdict

LIMIT: Final = MOST_BYTES
"""Bytes of a body or of one stream of a one-shot, and characters of an answer as JSON, that a
report holds."""
START: Final = 1_000
"""Characters of an answer that stay if it is longer than `LIMIT`."""

_LONGEST_DOUBLE: Final = 26
"""Characters of a double as JSON, with a comma."""

_Body = TypeVar("_Body", Exchange, SentReply)


def excerpt(verdict: Verdict, limit: int = LIMIT) -> Verdict:
    """A verdict with what is longer than a limit cut off, and the amount noted in `omitted`.

    Texts of mismatches have at most `MOST_TEXT` characters, and end with the number they had.

    Secrets have to be masked first: one that was cut in two is no longer recognised.

    Args:
        verdict: masked.
        limit: bytes of a body or a stream, and characters of an answer as JSON.
    """
    control = verdict.control and _testimony(verdict.control, limit)
    mismatches = tuple(map(_mismatch, verdict.mismatches))
    testimony = _testimony(verdict.testimony, limit)
    return replace(verdict, mismatches=mismatches, testimony=testimony, control=control)


def _mismatch(mismatch: Mismatch) -> Mismatch:
    return replace(
        mismatch,
        subject=_text(mismatch.subject),
        expected=_text(mismatch.expected),
        found=_text(mismatch.found),
    )


def _text(text: str) -> str:
    if len(text) <= MOST_TEXT:
        return text
    end = f"… ({len(text)} characters)"
    return text[: MOST_TEXT - len(end)] + end


def _testimony(testimony: Testimony, limit: int) -> Testimony:
    return Testimony(
        answers=tuple(_answer(one, limit) for one in testimony.answers),
        outputs=tuple(_output(one, limit) for one in testimony.outputs),
        exchanges=tuple(_exchange(one, limit) for one in testimony.exchanges),
    )


def _answer(answer: Answer, limit: int) -> Answer:
    if isinstance(answer, CallResult):
        if not answer.response and _are_few_doubles(answer.value, limit):
            return answer
        text = render(answer.value)
        if answer.response:
            text += render(answer.response)
    elif isinstance(answer, CallError):
        text = render(answer.members)
    else:
        return answer
    return answer if len(text) <= limit else Omitted(len(text), text[:START])


def _are_few_doubles(value: Json, limit: int) -> bool:
    """Whether a value is so short that it need not be rendered to find out."""
    if not isinstance(value, list) or len(value) * _LONGEST_DOUBLE > limit:
        return False
    return {*map(type, value)} == {float}


def _output(output: Output, limit: int) -> Output:
    stdout, stderr = output.stdout[:limit], output.stderr[:limit]
    cut = len(output.stdout) - len(stdout) + len(output.stderr) - len(stderr)
    return replace(output, stdout=stdout, stderr=stderr, omitted=output.omitted + cut)


def _exchange(exchange: Exchange, limit: int) -> Exchange:
    reply = exchange.reply and _cut(exchange.reply, limit)
    cut = _cut(exchange, limit)
    return cut if reply is exchange.reply else replace(cut, reply=reply)


def _cut(value: _Body, limit: int) -> _Body:
    if len(value.body) <= limit:
        return value
    body = value.body[:limit]
    return replace(value, body=body, omitted=value.omitted + len(value.body) - len(body))
