"""The verdicts of one client: how they are made, who is told, and which cases still lack one."""

from __future__ import annotations

import functools
import time
import traceback
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from scoreline.protocol.answer import Fault
from scoreline.results.event import CaseJudged, Event
from scoreline.results.evidence import Evidence
from scoreline.results.verdict import Mismatch, Outcome, Verdict, Witness
from scoreline.runner import narration
from scoreline.suite.case import Case

Judge = Callable[[Case, Evidence], tuple[Mismatch, ...]]
Emit = Callable[[Event], None]


class Ledger:
    """Makes and tells the verdicts of one client.

    Attributes:
        worked: whether the client has answered any case with something that can be judged.
    """

    def __init__(self, client: str, cases: Iterable[Case], judge: Judge, emit: Emit) -> None:
        """Takes the client's name, all its cases, who judges them, and where verdicts go."""
        self.worked = False
        self._client = client
        self._open = {case.identifier: case for case in cases}
        self._judge = judge
        self._emit = emit

    def tell(self, verdict: Verdict) -> None:
        """Tells a verdict, the last word on its case."""
        self._open.pop(verdict.case, None)
        self._emit(CaseJudged(verdict))

    def judged(
        self, case: Case, evidence: Evidence, stderr: Sequence[str], started: float
    ) -> Verdict:
        """What the evidence comes to."""
        mismatches = self._judge(case, evidence)
        if any(not isinstance(answer, Fault) for answer in evidence.answers):
            self.worked = True
        seconds = time.monotonic() - started
        if not mismatches:
            return self._make(case, Outcome.PASS, seconds=seconds)
        return self._make(
            case,
            Outcome.FAIL,
            mismatches=mismatches,
            evidence=evidence,
            stderr=stderr,
            seconds=seconds,
        )

    def broke(
        self,
        case: Case,
        words: str,
        evidence: Evidence | None,
        stderr: Sequence[str],
        started: float,
    ) -> Verdict:
        """The failure of a case that breaks its session."""
        return self._make(
            case,
            Outcome.FAIL,
            mismatches=(_broken(words),),
            evidence=evidence,
            stderr=stderr,
            seconds=time.monotonic() - started,
        )

    def blamed(self, verdict: Verdict, words: str) -> Verdict:
        """A verdict on a case that was in flight when a session broke, and nobody knows why."""
        if verdict.outcome is Outcome.NO_VERDICT:
            return verdict
        mismatch = _masked(_broken(words), functools.partial(narration.masked, ""))
        return replace(verdict, outcome=Outcome.FAIL, mismatches=(*verdict.mismatches, mismatch))

    def no_verdict(self, case: Case, reason: str, stderr: Sequence[str] = ()) -> Verdict:
        """Nothing can be said about a case."""
        return self._make(case, Outcome.NO_VERDICT, reason=reason, stderr=stderr)

    def not_applicable(self, case: Case, reason: str) -> Verdict:
        """A case is not for this client."""
        return self._make(case, Outcome.NOT_APPLICABLE, reason=reason)

    def harness_failed(self, case: Case, error: BaseException) -> Verdict:
        """A defect of ours, which must not look like one of the client's."""
        return self.no_verdict(case, _defect(error))

    def close(self, reason: str | BaseException, stderr: Sequence[str] = ()) -> None:
        """Tells of all cases that still lack a verdict that there is none, and why."""
        words = _defect(reason) if isinstance(reason, BaseException) else reason
        for case in tuple(self._open.values()):
            self.tell(self.no_verdict(case, words, stderr))

    def _make(
        self,
        case: Case,
        outcome: Outcome,
        *,
        mismatches: tuple[Mismatch, ...] = (),
        reason: str = "",
        evidence: Evidence | None = None,
        stderr: Sequence[str] = (),
        seconds: float = 0.0,
    ) -> Verdict:
        given = case.call.config.get("key")
        masked = functools.partial(narration.masked, given if isinstance(given, str) else "")
        return Verdict(
            client=self._client,
            case=case.identifier,
            level=case.level.value,
            outcome=outcome,
            mismatches=tuple(_masked(mismatch, masked) for mismatch in mismatches),
            reason=masked(reason),
            said=tuple(map(masked, narration.said(evidence))) if evidence else (),
            seen=tuple(map(masked, narration.seen(evidence))) if evidence else (),
            stderr=tuple(map(masked, stderr)),
            seconds=seconds,
        )


def _broken(words: str) -> Mismatch:
    return Mismatch(Witness.CLIENT, "session", "goes on", words)


def _masked(mismatch: Mismatch, masked: Callable[[str], str]) -> Mismatch:
    return replace(
        mismatch,
        subject=masked(mismatch.subject),
        expected=masked(mismatch.expected),
        found=masked(mismatch.found),
    )


def _defect(error: BaseException) -> str:
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return f"the harness failed: {traceback.format_exception_only(error)[-1].strip()}"
