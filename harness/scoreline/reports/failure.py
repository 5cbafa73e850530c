"""A verdict that is not a pass as lines of text, for every report that people read.

What a verdict holds is shortened here; the JSON report has all of it.
"""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final, TypeAlias

from scoreline.fault import Fault, Origin
from scoreline.formats.json import render
from scoreline.formats.printing import printable
from scoreline.protocol.answer import Answer, CallError, CallResult, MessageAnswer, Omitted, Output
from scoreline.results.evidence import Testimony
from scoreline.results.exchange import Ending, Exchange
from scoreline.results.verdict import Mismatch, Outcome, Verdict
from scoreline.suite.call import MAIN_SERVICE

Rerun: TypeAlias = Callable[[Verdict], str]
"""Makes the command that plays an item again: `rerun` with what a run was given."""

_CALLS: Final = 5
"""How many answers, outputs and exchanges are shown."""
_MISMATCHES: Final = 20
_SUCCESS: Final = 200
"""The status whose reply is not shown: the client's answer shows what was in it."""
_CONTENT: Final = 200
"""Characters of a body, an answer or a stream that are shown."""
_LINE: Final = 1_000
"""Characters of anything else."""
_CONTEXT: Final = 100
"""Characters that are shown before a difference that is farther in than what is shown."""


def rerun(verdict: Verdict, manifests: Mapping[str, str], driver: str) -> str:
    """The command that plays the item again.

    Args:
        verdict: on the item.
        manifests: paths of the manifests of clients that are not reference clients, by name.
        driver: the driver that was chosen; `auto` is left out.
    """
    arguments = ["scoreline", "run"]
    if verdict.client in manifests:
        arguments.append(manifests[verdict.client])
    if driver != "auto":
        arguments += ["--driver", driver]
    return shlex.join([*arguments, "--client", verdict.client, "--case", verdict.item.identifier])


def lines(verdict: Verdict) -> Iterator[str]:
    """The reason or the differences, then the evidence of both witnesses, then the remedies."""
    if verdict.reason:
        yield f"{_shorten(verdict.reason.message, _LINE)}  [{verdict.reason.code}]"
    for mismatch in verdict.mismatches[:_MISMATCHES]:
        yield from _mismatch(mismatch)
    if len(verdict.mismatches) > _MISMATCHES:
        yield f"… {len(verdict.mismatches) - _MISMATCHES} more differences"
    yield from _testimony(verdict.testimony, "", expected=verdict.outcome is Outcome.FAIL)
    if verdict.control is not None and not _succeeded(verdict.control):
        yield from _testimony(verdict.control, "control call: ", expected=True)
    if verdict.in_flight:
        number = f"{verdict.in_flight} other item" + "s" * (verdict.in_flight > 1)
        yield f"at the same time in the session: up to {number}"
    yield from (f"standard error: {_shorten(line, _LINE)}" for line in verdict.stderr)
    yield from (f"remedy: {remedy}" for remedy in _remedies(verdict))


def _mismatch(mismatch: Mismatch) -> Iterator[str]:
    """Two lines, with the found value below the expected one; one if masking hides the difference.

    A fault that took the place of an answer is what the client did instead, with its code.

    Never two equal lines: of texts that differ only farther in, that part is shown.
    """
    subject, witness = mismatch.subject, mismatch.witness
    if mismatch.code.startswith(f"{Origin.CLIENT}."):
        yield f"{subject}: expected {_shorten(mismatch.expected, _LINE)}"
        found = _shorten(mismatch.found, _LINE)
        yield f"{' ' * len(subject)}  but the client {found}  [{mismatch.code}]"
        return
    if mismatch.found == mismatch.expected:
        shown = _shorten(mismatch.expected, _LINE)
        yield f"{subject}: differs from what was expected in a masked part: {shown}  ({witness})"
        return
    found, expected = _shorten(mismatch.found, _LINE), _shorten(mismatch.expected, _LINE)
    if found == expected:
        at = _first_difference(mismatch.found, mismatch.expected)
        begin = max(at - _CONTEXT, 0)
        found, expected = (
            f"…{_shorten(text[begin:], _LINE)}" for text in (mismatch.found, mismatch.expected)
        )
        subject = f"{subject}, from character {begin + 1}"
    if printable(found) == printable(expected):  # a character, and the text of its escape
        found, expected = ascii(found), ascii(expected)
    yield f"{subject}: expected {expected}"
    yield f"{' ' * len(subject)}     found {found}  ({witness})"


def _first_difference(one: str, other: str) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def _testimony(testimony: Testimony, of: str, *, expected: bool) -> Iterator[str]:
    """The evidence on some calls; `expected`: if there was no request, a line reports that."""
    answers = [_answer(answer) for answer in testimony.answers]
    answers += [_output(output) for output in testimony.outputs]
    yield from (f"{of}{line}" for line in _limited(answers, _CALLS))
    exchanges = testimony.exchanges
    if not exchanges and expected:
        yield f"{of}endpoint saw: no request"
    # A control call has one service of its own.
    named = not of and any(exchange.service != MAIN_SERVICE for exchange in exchanges)
    for exchange in exchanges[:_CALLS]:
        first, *others = _exchange(exchange, exchange.started - exchanges[0].started)
        at = f", at the service {exchange.service}" if named else ""
        yield f"{of}endpoint saw{at}: {first}"
        yield from (f"  {line}" for line in others)
    if len(exchanges) > _CALLS:
        yield f"{of}endpoint saw: … {len(exchanges) - _CALLS} more"


def _succeeded(control: Testimony) -> bool:
    """Whether a control call did what it should, so that it explains nothing."""
    predicted = all(isinstance(answer, CallResult) for answer in control.answers)
    return predicted and len(control.answers) == len(control.exchanges) == 1


def _answer(answer: Answer) -> str:
    if isinstance(answer, CallResult):
        return f"client answered: {_shorten(answer.described, _CONTENT)}"
    if isinstance(answer, CallError):
        return f"client answered: error {_shorten(render(answer.members), _CONTENT)}"
    if isinstance(answer, Omitted):
        shown = answer.start[:_CONTENT]
        return f"client answered: {shown}… ({answer.characters} characters)"
    if isinstance(answer, MessageAnswer):
        result = "without an error" if answer.code is None else f"with the error {answer.code}"
        return f"client answered: a message that is no call, {result}"
    return f"client gave no answer: it {answer.message}"


def _output(output: Output) -> str:
    stdout, stderr = _content(output.stdout), _content(output.stderr)
    status = output.exit_status
    end = f"was ended by signal {-status}" if status < 0 else f"exited with status {status}"
    return f"program {end}: standard output {stdout!r}, standard error {stderr!r}"


def _exchange(exchange: Exchange, after: float) -> Iterator[str]:
    """A block: the request and its reply, then headers and bodies.

    Args:
        exchange: what is shown.
        after: seconds between the start of the first exchange and that of this one.
    """
    reply = exchange.reply
    if reply is None:
        result = "no reply"
    else:
        result = "raw bytes" if reply.status is None else str(reply.status)
    ending = "" if exchange.ending is Ending.REPLIED else f", {exchange.ending.value}"
    yield (
        f"{exchange.method} {_shorten(exchange.target, _LINE)} → {result}{ending}; "
        f"at +{after:.3f} s for {exchange.ended - exchange.started:.3f} s, "
        f"request {exchange.sequence} on connection {exchange.connection}"
    )
    headers = "; ".join(f"{name}: {value}" for name, value in exchange.headers)
    yield f"headers {_shorten(headers, _LINE)}"
    yield f"body    {_content(exchange.body, exchange.omitted)}"
    if reply is not None:
        places = [value for name, value in reply.headers if name.lower() == "location"]
        yield from (f"reply   Location: {_shorten(place, _LINE)}" for place in places)
    if reply is not None and exchange.status != _SUCCESS:
        yield f"reply   {_content(reply.body, reply.omitted)}"


def _remedies(verdict: Verdict) -> Iterable[str]:
    """Of the reason, and of the faults that took the place of answers, each once."""
    answers = [answer for answer in verdict.testimony.answers if isinstance(answer, Fault)]
    faults = [verdict.reason, *answers] if verdict.reason else answers
    return dict.fromkeys(fault.remedy for fault in faults if fault.remedy)


def _shorten(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[:most]}… ({len(text)} characters)"


def _content(data: bytes, omitted: int = 0) -> str:
    """The first characters of bytes; `omitted` more bytes are not in the report."""
    text = data.decode("utf-8", "replace")
    if len(text) <= _CONTENT and not omitted:
        return text
    return f"{text[:_CONTENT]}… ({len(data) + omitted} bytes)"


def _limited(entries: Iterable[str], most: int) -> Iterator[str]:
    """The first entries, and the number of those that are left out."""
    known = tuple(entries)
    yield from known[:most]
    if len(known) > most:
        yield f"… {len(known) - most} more"
