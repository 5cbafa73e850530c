"""From the table of a case to the case: reads the values and derives what the file leaves out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import msgspec

from scoreline.protocol.manifest import Mode
from scoreline.suite.case import Call, Case, Expectation
from scoreline.suite.case_file import CaseTable
from scoreline.suite.requirement import Requirement
from scoreline.suite.vacuity import expected_requests
from scoreline.suite.vector import Vector, request_of


def resolve(
    table: CaseTable, requirements: Mapping[str, Requirement], vectors: Mapping[str, Vector]
) -> Case:
    """The case that a valid table states.

    Raises:
        KeyError: a requirement or vector does not exist; carries its name.
    """
    written = table.case.get("expect", {})
    named = [requirements[identifier] for identifier in table.case["requirements"]]
    derived = {
        "subject": table.subject,
        "why": table.why,
        "file": table.file,
        "level": max((item.level for item in named), key=lambda level: level.rank),
        "expect": written | _error(written),
    }
    # Not strict: JSON Schema, and so the schema of case files, takes 3.0 for an integer.
    case = msgspec.convert({**table.case, **derived}, Case, strict=False)
    vector = None if case.call.vector is None else vectors[case.call.vector]
    call = _call(case.call, vector)
    return replace(case, call=call, expect=_expectation(case.expect, written, call, vector))


def _error(expect: Mapping[str, Any]) -> dict[str, Any]:
    """The table of the error, split into its members and the names of those that are absent."""
    if "error" not in expect:
        return {}
    members = dict(expect["error"])
    return {"error": {"absent": members.pop("absent", ()), "members": members}}


def _call(call: Call, vector: Vector | None) -> Call:
    rows, payload = call.rows if vector is None else vector.rows, call.payload
    if call.mode is Mode.ONE_SHOT and rows is not None:
        payload, rows = request_of(rows), None
    config = {**call.config, **dict.fromkeys(call.omit)}
    return replace(call, rows=rows, payload=payload, config=config)


def _expectation(
    expect: Expectation, written: Mapping[str, Any], call: Call, vector: Vector | None
) -> Expectation:
    derived: dict[str, Any] = {}
    if vector is not None and not {"predictions", "error"} & written.keys():
        derived["predictions"] = list(vector.predictions)
        derived["relative_tolerance"] = vector.relative_tolerance
    derived["requests"] = expected_requests(written, call.repeat)
    return replace(expect, **derived)
