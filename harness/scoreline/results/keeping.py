"""What is kept of a run's events until its end: every verdict, but not all of its evidence.

A report that is streamed has each event whole. Those that are written at the end are for people,
and show little of the evidence; the rest of it would take hundreds of megabytes if clients are
hostile.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from functools import cache
from typing import Any, Final, overload

from scoreline.results.bounds import MOST_EVIDENCE
from scoreline.results.event import Event, ItemJudged, Progress
from scoreline.results.evidence import Testimony
from scoreline.results.excerpt import START, excerpt
from scoreline.results.exchange import Exchange
from scoreline.results.verdict import Mismatch, Outcome, Verdict, Witness

FIRST: Final = 5
"""How many answers, outputs, exchanges and mismatches a verdict keeps once the budget is used."""

_LEAVES: Final = frozenset({str, bytes, int, float, bool, type(None)})
"""Types of values that contain no others."""

_GOOD: Final = (Outcome.PASS, Outcome.NOT_APPLICABLE)


class KeptEvents(Sequence[Event]):
    """Events of one run, which `fold` takes. Leaves out `Progress`, which no report needs.

    Verdicts are kept whole as long as their evidence fits into the budget. Of a later one the
    evidence is cut as `cut` says.
    """

    def __init__(self, budget: int = MOST_EVIDENCE) -> None:
        """No events yet.

        Args:
            budget: bytes of memory that the evidence of all verdicts may take, about.
        """
        self._events: list[Event] = []
        self._budget = self._left = budget

    def append(self, event: Event) -> None:
        """Keeps the next event of the run."""
        if isinstance(event, ItemJudged):
            event = self._kept(event)
        if not isinstance(event, Progress):
            self._events.append(event)

    def _kept(self, event: ItemJudged) -> ItemJudged:
        verdict = event.verdict
        parts = (verdict.testimony, verdict.control, verdict.mismatches, verdict.stderr)
        size = _size(parts, self._left)
        if size > self._left:
            return ItemJudged(cut(verdict, self._budget))
        self._left -= size
        return event

    def __len__(self) -> int:
        """How many are kept."""
        return len(self._events)

    @overload
    def __getitem__(self, index: int) -> Event: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Event]: ...
    def __getitem__(self, index: int | slice) -> Event | Sequence[Event]:
        """Events in the order they happened."""
        return self._events[index]


def cut(verdict: Verdict, budget: int) -> Verdict:
    """A verdict with the `FIRST` parts of its evidence, each of at most `START` characters.

    If it is not a pass, a mismatch of the code `evidence` says how much is left.

    Args:
        verdict: masked.
        budget: bytes, which that mismatch names.
    """
    control = verdict.control and _first(verdict.control)
    kept = replace(
        verdict,
        testimony=_first(verdict.testimony),
        control=control,
        mismatches=verdict.mismatches[:FIRST],
        stderr=tuple(line[:START] for line in verdict.stderr),
    )
    kept = excerpt(kept, START)
    if verdict.outcome in _GOOD:
        return kept
    return replace(kept, mismatches=(*kept.mismatches, _note(verdict, budget)))


def _note(verdict: Verdict, budget: int) -> Mismatch:
    testimony = verdict.testimony
    counts = {
        "answers": len(testimony.answers),
        "requests": len(testimony.exchanges),
        "mismatches": len(verdict.mismatches),
    }
    left = ", ".join(f"{min(count, FIRST)} of {count} {name}" for name, count in counts.items())
    found = f"more, of which this keeps {left}; the JSON report has all of them"
    return Mismatch("evidence", Witness.CLIENT, "evidence", f"at most {budget} bytes a run", found)


def _first(testimony: Testimony) -> Testimony:
    return Testimony(
        answers=testimony.answers[:FIRST],
        outputs=testimony.outputs[:FIRST],
        exchanges=tuple(map(_headless, testimony.exchanges[:FIRST])),
    )


def _headless(exchange: Exchange) -> Exchange:
    """An exchange without a head that is too long, which counts as omitted then."""
    size = len(exchange.target) + sum(len(name) + len(value) for name, value in exchange.headers)
    if size <= START:
        return exchange
    target = exchange.target[:START]
    omitted = exchange.omitted + size - len(target)
    return replace(exchange, target=target, headers=(), omitted=omitted)


def _size(value: object, most: int) -> int:
    """Bytes of memory that a value takes, about; if these are more than `most`, any such number."""
    size, rest = sys.getsizeof(value), [value]
    while rest and size <= most:
        one: Any = rest.pop()
        if isinstance(one, tuple | list):
            parts = one
        elif isinstance(one, Mapping):
            parts = (*one.keys(), *one.values())
        else:
            parts = tuple(getattr(one, name) for name in _members(one.__class__))
        size += sum(map(sys.getsizeof, parts))
        rest += (part for part in parts if part.__class__ not in _LEAVES)
    return size


@cache
def _members(kind: Any) -> tuple[str, ...]:
    """The names of a dataclass's fields; none for any other type."""
    return tuple(one.name for one in fields(kind)) if is_dataclass(kind) else ()
