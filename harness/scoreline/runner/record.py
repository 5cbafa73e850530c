"""What an execution has found so far: the evidence while it grows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from time import monotonic, time

from scoreline.fault import Code, Fault
from scoreline.formats.json import Json, has_more_values
from scoreline.judge.credentials import exposed, traces
from scoreline.protocol.answer import Answer, CallError, CallResult, Output
from scoreline.results.bounds import MOST_BYTES_OF_SERVICE, MOST_VALUES
from scoreline.results.connection import ConnectionRecord
from scoreline.results.evidence import Evidence, StepEvidence, Testimony
from scoreline.results.exchange import Exchange


@dataclass(slots=True, eq=False)
class StepRecord:
    """What was found in one step.

    Attributes:
        started: seconds on a monotonic clock.
        beside: whether it began together with the step before it.
        answers: each with the place of its call among those of the step.
        outputs: what one-shots have left.
        seconds: how long each answer took, with the same places.
        began: Unix time in seconds.
    """

    started: float
    beside: bool = False
    answers: list[tuple[int, Answer]] = field(default_factory=list)
    outputs: list[Output] = field(default_factory=list)
    seconds: list[tuple[int, float]] = field(default_factory=list)
    began: float = field(default_factory=time)

    def ordered(self) -> tuple[Answer, ...]:
        """The answers in the order of their calls."""
        return tuple(answer for _, answer in sorted(self.answers, key=lambda one: one[0]))


class Record:
    """The answers and outputs of an execution, step by step, and the secrets that were found."""

    def __init__(self, control: Testimony | None = None) -> None:
        """Nothing was found yet.

        Args:
            control: on a control call that an earlier one-shot of the client has made.
        """
        self.steps = [StepRecord(monotonic())]
        self.control = control
        self._begun = False
        self.given: Mapping[str, str] = {}
        self.secrets: tuple[str, ...] = ()
        self._services: Mapping[str, str] = {}
        self._before_control: tuple[StepRecord, ...] = ()
        self._exchanged: tuple[Exchange, ...] = ()
        self._shares_control = False
        self.traces: tuple[str, ...] = ()
        self._leak: str | None = None
        self._exposed: str | None = None
        self._answered_bytes = 0

    def give(
        self, given: Mapping[str, str], services: Mapping[str, str], secrets: Iterable[str]
    ) -> None:
        """Notes what the client is given; from here on its output is searched for the secrets."""
        self.given, self._services, self.secrets = given, services, tuple(secrets)
        self.traces = traces(self.secrets)

    def begin_step(self, *, beside: bool = False) -> StepRecord:
        """Begins a step, to which later answers belong by default."""
        if not self._begun:  # what an item does without steps is one
            self.steps.clear()
            self._begun = True
        self.steps.append(StepRecord(monotonic(), beside))
        return self.steps[-1]

    def answer(self, answer: Answer, step: StepRecord | None = None, place: int = 0) -> None:
        """Adds an answer, or the fault that took its place."""
        (step or self.steps[-1]).answers.append((place, answer))

    def bounded(self, answer: Answer, size: int) -> Answer:
        """The answer, or a fault if it, or all answers together, have too much to be kept."""
        return self._too_long(size) or _small(answer)

    def _too_long(self, more: int) -> Fault | None:
        """Counts bytes of an answer; a fault if all answers together have too many."""
        self._answered_bytes += more
        if self._answered_bytes <= MOST_BYTES_OF_SERVICE:
            return None
        text = f"its answers to one case have more than {MOST_BYTES_OF_SERVICE} bytes"
        return Fault(Code.OUTPUT_TOO_LONG, text, {"bytes": MOST_BYTES_OF_SERVICE})

    def search(self, written: bytes | str) -> None:
        """Searches what the client wrote for the secrets; keeps the first text with one of them."""
        if self._leak is None:
            text = written if isinstance(written, str) else written.decode("utf-8", "replace")
            if any(trace in text for trace in self.traces):
                self._leak = text

    def search_arguments(self, command_lines: Iterable[Sequence[str]]) -> None:
        """Searches the arguments of the client's processes; keeps the first one that has a secret.

        Args:
            command_lines: those of each process, its name first.
        """
        for command_line in command_lines:
            self._exposed = self._exposed or exposed(command_line, self.traces)

    def begin_control(self, exchanges: tuple[Exchange, ...], *, shared: bool = False) -> None:
        """What follows belongs to the control call.

        Args:
            exchanges: those of the item itself.
            shared: the control call is the same for all one-shots of the client.
        """
        self._before_control, self._exchanged = tuple(self.steps), exchanges
        self._shares_control = shared
        self.steps = [StepRecord(monotonic())]

    def made(self, exchanges: tuple[Exchange, ...]) -> Testimony:
        """What was found since the beginning, or since the control call began."""
        return _testimony(self.steps, exchanges[len(self._exchanged) :], ())

    def evidence(
        self, exchanges: tuple[Exchange, ...], connections: tuple[ConnectionRecord, ...]
    ) -> Evidence:
        """What both witnesses have said so far.

        Args:
            exchanges: those of all services, in the order they started.
            connections: those of all services.
        """
        in_control = bool(self._before_control)
        steps = self._before_control or tuple(self.steps)
        own = self._exchanged if in_control else exchanges
        made = self.made(exchanges) if in_control else None
        return Evidence(
            testimony=_testimony(steps, own, connections),
            steps=tuple(_step_evidence(steps, own)),
            control=self.control if self._shares_control else made,
            given=self.given,
            services=self._services,
            secrets=self.secrets,
            transcript=self._leak or "",
            exposed=self._exposed or "",
        )


def _testimony(
    steps: Iterable[StepRecord],
    exchanges: tuple[Exchange, ...],
    connections: tuple[ConnectionRecord, ...],
) -> Testimony:
    known = tuple(steps)
    return Testimony(
        answers=tuple(answer for step in known for answer in step.ordered()),
        outputs=tuple(output for step in known for output in step.outputs),
        exchanges=exchanges,
        connections=connections,
    )


def _step_evidence(
    steps: tuple[StepRecord, ...], exchanges: tuple[Exchange, ...]
) -> Iterable[StepEvidence]:
    """The evidence by step: an exchange belongs to the last step that had begun."""
    starts = [step.started for step in steps if not step.beside]
    for step in steps:
        first = max(start for start in starts if start <= step.started)
        following = min((start for start in starts if start > first), default=float("inf"))
        begins = first if first > starts[0] else float("-inf")
        yield StepEvidence(
            answers=step.ordered(),
            outputs=tuple(step.outputs),
            exchanges=tuple(one for one in exchanges if begins <= one.started < following),
            seconds=tuple(seconds for _, seconds in sorted(step.seconds)),
            span=(step.began, time()),
        )


def _small(answer: Answer) -> Answer:
    """The answer, or a fault if it has more than `MOST_VALUES` values.

    In memory, a value takes many times as many bytes as in JSON.
    """
    values: tuple[Json, ...] = ()
    if isinstance(answer, CallResult):
        values = (answer.value, dict(answer.response))
    elif isinstance(answer, CallError):
        values = (dict(answer.members),)
    if not any(has_more_values(value, MOST_VALUES) for value in values):
        return answer
    text = f"an answer has more than {MOST_VALUES} values"
    return Fault(Code.OUTPUT_TOO_LONG, text, {"values": MOST_VALUES})
