"""From the table of a case to the case: reads the values and derives what the file leaves out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import msgspec

from scoreline.protocol.manifest import Mode
from scoreline.protocol.operation import Operation
from scoreline.suite.call import Call
from scoreline.suite.case import Case
from scoreline.suite.case_file import CaseTable
from scoreline.suite.expectation import Expectation
from scoreline.suite.requirement import Requirement
from scoreline.suite.step import Step
from scoreline.suite.story import StepTable, step_tables
from scoreline.suite.vector import Vector, request_of


def resolve(
    table: CaseTable, requirements: Mapping[str, Requirement], vectors: Mapping[str, Vector]
) -> Case:
    """The case that a valid table states.

    Raises:
        KeyError: a requirement or vector does not exist; carries its name.
    """
    named = [requirements[identifier] for identifier in table.case["requirements"]]
    tables = tuple(step_tables(table.case))
    derived = {
        "subject": table.subject,
        "why": table.why,
        "file": table.file,
        "definition": table.definition,
        "level": max((item.level for item in named), key=lambda level: level.rank),
        "expect": _with_members(table.case.get("expect", {})),
        "steps": [_step_document(step) for step in tables],
    }
    # Not strict: JSON Schema, and so the schema of case files, takes 3.0 for an integer.
    case = msgspec.convert({**table.case, **derived}, Case, strict=False)
    steps = tuple(
        _step(step, written, vectors) for step, written in zip(case.steps, tables, strict=True)
    )
    if "steps" in table.case:
        steps = _sharing(steps)
        requests = case.expect.requests
        if "requests" not in table.case.get("expect", {}):
            requests = sum(step.expect.requests for step in steps)
        return replace(case, steps=steps, expect=replace(case.expect, requests=requests))
    (only,) = steps
    return replace(case, steps=(), call=only.call or case.call, expect=only.expect)


def _sharing(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """The steps, with those marked that begin together with others."""
    following = (*(step.beside_previous for step in steps[1:]), False)
    return tuple(
        replace(step, shares_requests=step.beside_previous or beside)
        for step, beside in zip(steps, following, strict=True)
    )


def _step_document(step: StepTable) -> dict[str, Any]:
    called = {} if step.call is None else {"call": step.call}
    return {**step.table, **called, "expect": _with_members(step.expect)}


def _with_members(expect: Mapping[str, Any]) -> dict[str, Any]:
    """The table `expect`, with members of the client's data apart from what else is said of it."""
    split = {}
    for field in ("error", "response"):
        if field in expect:
            members = dict(expect[field])
            others = {name: members.pop(name) for name in ("absent", "retry_at") if name in members}
            split[field] = {**others, "members": members}
    return {**expect, **split}


def _step(step: Step, written: StepTable, vectors: Mapping[str, Vector]) -> Step:
    expect = replace(step.expect, requests=written.requests)
    if step.call is None:
        return replace(step, expect=expect)
    vector = None if step.call.vector is None else vectors[step.call.vector]
    return replace(step, call=_call(step.call, vector), expect=_derived(expect, written, vector))


def _call(call: Call, vector: Vector | None) -> Call:
    rows, payload = call.rows if vector is None else vector.rows, call.payload
    if call.mode is Mode.ONE_SHOT and rows is not None:
        payload, rows = request_of(rows), None
    config = {**call.config, **dict.fromkeys(call.omit)}
    return replace(call, rows=rows, payload=payload, config=config)


def _derived(expect: Expectation, written: StepTable, vector: Vector | None) -> Expectation:
    if {"predictions", "document", "error"} & written.expect.keys():
        return expect
    if written.call is not None and written.call.get("operation") == Operation.HEALTH:
        return replace(expect, predictions={})
    if vector is None:
        return expect
    return replace(
        expect,
        predictions=list(vector.predictions),
        relative_tolerance=vector.relative_tolerance,
        of_vector=True,
    )
