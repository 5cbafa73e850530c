"""Makes verdicts from evidence. Calculation alone; a verdict is masked when it is made."""

from __future__ import annotations

import traceback
from collections.abc import Sequence
from dataclasses import dataclass, replace

from scoreline.fault import Code, Fault, FaultError, Origin
from scoreline.judge.credentials import credentials
from scoreline.protocol.answer import CallError
from scoreline.results.evidence import Evidence, Testimony
from scoreline.results.excerpt import excerpt
from scoreline.results.masking import masked
from scoreline.results.verdict import Mismatch, Outcome, Verdict, Witness
from scoreline.runner.plan import Item

_NAMED = 5
"""How many items are named whose keys were found."""
STAY_OPEN = "to stay open"
END_WELL = "to exit with status 0 after shutdown"


@dataclass(frozen=True, slots=True)
class Played:
    """An execution that has ended.

    Attributes:
        item: what was played.
        evidence: what both witnesses said of it.
        stderr: last lines of the client's standard error.
        seconds: how long it took.
    """

    item: Item
    evidence: Evidence
    stderr: Sequence[str]
    seconds: float


def judged(client: str, played: Played) -> Verdict:
    """The verdict that follows from the evidence.

    Two rules hold for every kind of item: no evidence is a failure, and so is a secret in what the
    client wrote.
    """
    # Secrets come first: later mismatches show the key masked, so a difference may not be visible.
    found = [*credentials(played.evidence), *played.item.judge(played.evidence)]
    if not played.evidence.testimony.answers:
        found.append(Mismatch("answer-count", Witness.CLIENT, "answers", "at least 1", "0"))
    return _verdict(client, played, tuple(dict.fromkeys(found)))


def reached_a_limit(verdict: Verdict) -> bool:
    """Whether a failure may come of a time limit of the client: it reported one, and no key."""
    secret = any(mismatch.code == "secret" for mismatch in verdict.mismatches)
    limited = any(
        isinstance(answer, CallError) and answer.members.get("kind") == "timeout"
        for answer in verdict.testimony.answers
    )
    return verdict.outcome is Outcome.FAIL and limited and not secret


def broke_session(client: str, played: Played, fault: Fault) -> Verdict:
    """The verdict on an item in which the session broke: a failure if it is the client's fault."""
    if fault.origin is not Origin.CLIENT:
        return no_verdict(client, played.item, fault, played.stderr)
    testimony = played.evidence.testimony
    testimony = replace(testimony, answers=(*testimony.answers, fault))
    evidence = replace(played.evidence, testimony=testimony)
    return _verdict(client, replace(played, evidence=evidence), (_broken(fault),))


def blamed(verdict: Verdict, fault: Fault, expected: str = STAY_OPEN) -> Verdict:
    """The verdict on an item that may have broken a session: a failure if the client did.

    Args:
        verdict: what its evidence alone came to.
        fault: how the session ended.
        expected: what the session should have done.
    """
    if verdict.outcome is Outcome.NO_VERDICT:
        return verdict
    fault = masked(fault)
    if fault.origin is not Origin.CLIENT:
        return replace(verdict, outcome=Outcome.NO_VERDICT, mismatches=(), reason=fault)
    return replace(
        verdict, outcome=Outcome.FAIL, mismatches=(*verdict.mismatches, _broken(fault, expected))
    )


def leaked(verdict: Verdict, items: Sequence[str], stderr: Sequence[str]) -> Verdict:
    """The verdict on an item after which keys were found on standard error: a failure.

    Args:
        verdict: what its evidence alone came to.
        items: identifiers of the items whose keys they are.
        stderr: last lines of the client's standard error.
    """
    if verdict.outcome is Outcome.NO_VERDICT:
        return verdict
    more = f" and {len(items) - _NAMED} more" if len(items) > _NAMED else ""
    found = (
        f"the key of {', '.join(items[:_NAMED])}{more}, or what is easily made of it, "
        "on standard error after the last answer"
    )
    expected = "no key in the client's output"
    mismatch = Mismatch("secret", Witness.CLIENT, "secrets", expected, found)
    return replace(
        verdict,
        outcome=Outcome.FAIL,
        mismatches=(mismatch, *verdict.mismatches),
        stderr=masked(tuple(stderr)),
    )


def no_verdict(client: str, item: Item, fault: Fault, stderr: Sequence[str] = ()) -> Verdict:
    """Nothing is known about an item."""
    verdict = Verdict(client, item.info, Outcome.NO_VERDICT, reason=fault, stderr=tuple(stderr))
    return masked(verdict)


def not_applicable(client: str, item: Item, fault: Fault) -> Verdict:
    """An item is not for this client."""
    return Verdict(client, item.info, Outcome.NOT_APPLICABLE, reason=fault)


def fault_of(error: BaseException) -> Fault:
    """The fault that an exception carries; any other exception is a defect of the harness."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    if isinstance(error, FaultError):
        return error.fault
    line = traceback.format_exception_only(error)[-1].strip()
    return Fault(Code.DEFECT, f"the harness failed: {line}", {"type": type(error).__name__})


def together(fault: Fault) -> Fault:
    """The fault of a session that breaks only with several items in flight, or after them."""
    message = f"{fault.message}, with other items in flight and not when it was alone"
    return _unproven(fault, Code.FAILS_TOGETHER, message)


def afterwards(fault: Fault) -> Fault:
    """The fault of a session that breaks after an item, but not when that was alone."""
    message = f"{fault.message}, after this item and not when it was alone"
    return _unproven(fault, Code.FAILS_AFTERWARDS, message)


def _unproven(fault: Fault, code: Code, message: str) -> Fault:
    """The fault of a session that no item broke alone, if it is the client's; else unchanged."""
    if fault.origin is not Origin.CLIENT:
        return fault
    return Fault(code, message, {"cause": fault.code})


def _verdict(client: str, played: Played, mismatches: tuple[Mismatch, ...]) -> Verdict:
    evidence = played.evidence
    testimony = _with_names(evidence)
    verdict = Verdict(
        client=client,
        item=played.item.info,
        outcome=Outcome.FAIL if mismatches else Outcome.PASS,
        mismatches=mismatches,
        testimony=testimony,
        control=evidence.control,
        stderr=tuple(played.stderr) if mismatches else (),
        seconds=played.seconds,
    )
    return excerpt(masked(verdict, evidence.secrets))


def _with_names(evidence: Evidence) -> Testimony:
    """The testimony with the names that the case gives to its services, for people."""
    exchanges = evidence.testimony.exchanges
    named = tuple(replace(one, service=evidence.service_of(one)) for one in exchanges)
    return replace(evidence.testimony, exchanges=named)


def _broken(fault: Fault, expected: str = STAY_OPEN) -> Mismatch:
    return Mismatch(fault.code, Witness.CLIENT, "session", expected, fault.message)
