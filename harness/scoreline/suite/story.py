"""The steps of a case as its file states them: each with its whole call and its expectation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from scoreline.suite.call import MAIN_SERVICE

CONFIGURATION = "configuration"
"""The kind of error for which no request is sent."""


@dataclass(frozen=True, slots=True)
class StepTable:
    """A step of an expanded case.

    Attributes:
        place: begins the names of its fields in messages: empty, or such as `step 1: `.
        call: the table of the call, with what all steps have in common; None for another message.
        expect: the table of what must come of it.
        table: the step's own table; empty in a case without steps.
    """

    place: str
    call: Mapping[str, Any] | None
    expect: Mapping[str, Any]
    table: Mapping[str, Any]

    @property
    def requests(self) -> int:
        """How many requests are expected: what the step states, or what follows from the rest."""
        if "sequence" in self.expect:
            return len(self.expect["sequence"])
        stated = self.expect.get("requests")
        if stated is not None:
            return int(stated)
        if self.call is None or self.expect.get("error", {}).get("kind") == CONFIGURATION:
            return 0
        return int(self.call.get("repeat", 1))


def service_tables(case: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """The services of an expanded case by name, that of the case itself as `main`."""
    return {MAIN_SERVICE: case.get("service", {}), **case.get("services", {})}


def step_tables(case: Mapping[str, Any]) -> Iterator[StepTable]:
    """The steps of an expanded case that is valid by its schema; without steps it is one itself."""
    common = case.get("call", {})
    if "steps" not in case:
        yield StepTable("", common, case.get("expect", {}), {})
        return
    for number, step in enumerate(case["steps"], 1):
        call = None if "message" in step else _merged(common, step.get("call", {}))
        yield StepTable(f"step {number}: ", call, step.get("expect", {}), step)


def _merged(common: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """A step's call with what all steps have in common; what is scored replaces what was."""
    merged = {**common, **own}
    if "config" in common and "config" in own:
        merged["config"] = {**common["config"], **own["config"]}
    return merged
