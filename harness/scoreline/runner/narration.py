"""Evidence in words: what the client said and what the endpoint saw, without any secret."""

from __future__ import annotations

from scoreline.formats.json import render
from scoreline.protocol.answer import Answer, CallError, Output, Predictions
from scoreline.protocol.message import shorten
from scoreline.results.evidence import Evidence
from scoreline.results.exchange import Ending, Exchange
from scoreline.runner.call import ANY_PART

_MOST = 5
MASK = "***"


def said(evidence: Evidence) -> tuple[str, ...]:
    """What the client said, a line a call."""
    return _counted([_answer(answer) for answer in evidence.answers]) + tuple(
        _output(output) for output in evidence.outputs[:_MOST]
    )


def seen(evidence: Evidence) -> tuple[str, ...]:
    """What the endpoint saw, a line a request."""
    if not evidence.exchanges:
        return ("no request",)
    return _counted([_exchange(exchange) for exchange in evidence.exchanges])


def masked(given: str, text: str) -> str:
    """A text without any key.

    Args:
        given: the key that a case gives in so many words; may be empty.
        text: what somebody said, of this case or of one beside it.
    """
    if given:
        text = text.replace(given, MASK)
    return ANY_PART.sub(MASK, text)


def _counted(lines: list[str]) -> tuple[str, ...]:
    shown = tuple(lines[:_MOST])
    return shown if len(lines) <= _MOST else (*shown, f"… {len(lines) - _MOST} more")


def _answer(answer: Answer) -> str:
    if isinstance(answer, Predictions):
        return f"predictions {shorten(render(answer.value))}"
    if isinstance(answer, CallError):
        return f"error {shorten(render(answer.members))}"
    return answer.words


def _output(output: Output) -> str:
    stdout = shorten(output.stdout.decode("utf-8", "replace"))
    stderr = shorten(output.stderr.decode("utf-8", "replace"))
    return f"exit status {output.exit_status}, standard output {stdout!r}, error {stderr!r}"


def _exchange(exchange: Exchange) -> str:
    headers = "; ".join(f"{name}: {value}" for name, value in exchange.headers)
    body = shorten(exchange.body.decode("utf-8", "replace"))
    status = "raw bytes" if exchange.status is None else str(exchange.status)
    ending = "" if exchange.ending is Ending.REPLIED else f", {exchange.ending.value}"
    return (
        f"{exchange.method} {exchange.target} on connection {exchange.connection} "
        f"→ {status}{ending}; headers {headers}; body {body}"
    )
