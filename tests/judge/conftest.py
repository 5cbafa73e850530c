"""Cases and evidence to judge; everything a test does not change is as it should be."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, replace
from typing import Any

import pytest

from scoreline.formats.json import Json
from scoreline.formats.schema import load_schemas
from scoreline.judge.answers import DataChecks
from scoreline.judge.credentials import credentials
from scoreline.judge.judge import Checks, judge
from scoreline.protocol.answer import CallResult
from scoreline.results.evidence import Evidence, StepEvidence, Testimony
from scoreline.results.exchange import Ending, Exchange, SentReply
from scoreline.results.verdict import Mismatch
from scoreline.suite.call import Call
from scoreline.suite.case import Case
from scoreline.suite.expectation import Expectation
from scoreline.suite.requirement import Level
from scoreline.suite.vector import Vector

KEY = f"scoreline-{'0123456789abcdef' * 4}"
TARGET = "/api/v1/service/made-up/score"
CONTROL = Vector("made-up", "one row", "made up", ((1.0,),), (1.5,), 0.0)

Found = list[tuple[str, str, str, str]]
Codes = list[tuple[str, str]]


def errors(schema: str) -> Callable[[Json], Sequence[str]]:
    """The messages of a schema's errors in a document."""
    return lambda document: [
        error.message for error in load_schemas().validator(schema).iter_errors(document)
    ]


CHECKS = Checks(
    request_body=errors("service/request"),
    data=DataChecks(
        error=errors("harness/session#/$defs/errorData"),
        response=errors("harness/session#/$defs/responseData"),
    ),
)


@pytest.fixture
def exchange() -> Callable[..., Exchange]:
    """Makes an exchange: one row, scored over the first connection."""

    def make_exchange(
        headers: Mapping[str, str] | tuple[tuple[str, str], ...] | None = None, **changes: Any
    ) -> Exchange:
        sent = {"Content-Type": "application/json", "Authorization": f"Bearer {KEY}"}
        made = Exchange(
            service="made-up",
            connection=1,
            sequence=1,
            method="POST",
            target=TARGET,
            version="HTTP/1.1",
            headers=tuple(sent.items()),
            body=b'{"data": [[1.0]]}',
            reply=SentReply(200, (), b"[1.5]"),
            ending=Ending.REPLIED,
            started=0.0,
            ended=1.0,
        )
        if headers is not None:
            pairs = tuple(headers.items()) if isinstance(headers, Mapping) else headers
            made = replace(made, headers=pairs)
        return replace(made, **changes)

    return make_exchange


@pytest.fixture
def case() -> Callable[..., Case]:
    """Makes a case from an expectation: one row is scored, unless the call is changed."""

    def make_case(expect: Expectation, **call: Any) -> Case:
        return Case(
            subject="made-up",
            name="case",
            title="scores one row",
            why="",
            file="made-up.toml",
            definition=1,
            requirements=(),
            level=Level.CORE,
            call=replace(Call(rows=((1.0,),)), **call),
            expect=expect,
        )

    return make_case


@pytest.fixture
def evidence(exchange: Callable[..., Exchange]) -> Callable[..., Evidence]:
    """Makes evidence: the answer `[1.5]` and one exchange, unless something is changed.

    Fields of the testimony and of the evidence are changed by name.
    """
    testified = {field.name for field in fields(Testimony)}

    def make_evidence(**changes: Any) -> Evidence:
        testimony = {"answers": (CallResult([1.5]),), "exchanges": (exchange(),)}
        testimony |= {name: value for name, value in changes.items() if name in testified}
        step = {name: value for name, value in testimony.items() if name != "connections"}
        made = Evidence(
            Testimony(**testimony),
            steps=(StepEvidence(**step),),
            given={"target": TARGET, "key": KEY, "main.key": KEY},
            services={"made-up": "main"},
            secrets=(KEY,),
        )
        others = {name: value for name, value in changes.items() if name not in testified}
        return replace(made, **others)

    return make_evidence


@pytest.fixture
def mismatches() -> Callable[[Case, Evidence], tuple[Mismatch, ...]]:
    """Judges a case, as the runner does: secrets first."""
    return lambda case, evidence: (
        *credentials(evidence),
        *judge(case, evidence, CONTROL, CHECKS),
    )


@pytest.fixture
def judged(
    mismatches: Callable[[Case, Evidence], tuple[Mismatch, ...]],
) -> Callable[[Case, Evidence], Found]:
    """Judges a case; each mismatch as code, subject, expected and found."""
    return lambda case, evidence: [
        (one.code, one.subject, one.expected, one.found) for one in mismatches(case, evidence)
    ]


@pytest.fixture
def codes(
    mismatches: Callable[[Case, Evidence], tuple[Mismatch, ...]],
) -> Callable[[Case, Evidence], Codes]:
    """Judges a case; each mismatch as witness and code."""
    return lambda case, evidence: [
        (one.witness.value, one.code) for one in mismatches(case, evidence)
    ]


@pytest.fixture
def key() -> str:
    """The key of the service."""
    return KEY
