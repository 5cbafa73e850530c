"""Cases and evidence to judge: what is not said is as it should be."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import pytest

from scoreline.formats.json import Json
from scoreline.formats.schema import load_schemas
from scoreline.judge.judge import Checks, judge
from scoreline.protocol.answer import Predictions
from scoreline.results.evidence import Evidence
from scoreline.results.exchange import Ending, Exchange
from scoreline.results.verdict import Mismatch
from scoreline.suite.case import Call, Case, Expectation
from scoreline.suite.requirement import Level
from scoreline.suite.vector import Vector

KEY = f"scoreline-{'0123456789abcdef' * 4}"
TARGET = "/api/v1/service/made-up/score"
CONTROL = Vector("made-up", "one row", "made up", ((1.0,),), (1.5,), 0.0)

Judged = list[tuple[str, str, str, str]]


def errors(schema: str) -> Callable[[Json], Sequence[str]]:
    """What is wrong with a document by a schema, in words."""
    return lambda document: [words for _, words in load_schemas().errors(schema, document)]


CHECKS = Checks(
    request_body=errors("service/request"),
    error_data=errors("harness/session#/$defs/errorData"),
)


@pytest.fixture
def exchange() -> Callable[..., Exchange]:
    """Makes an exchange: one row, scored over the first connection."""

    def make_exchange(headers: Mapping[str, str] | None = None, **changes: object) -> Exchange:
        sent = {"Content-Type": "application/json", "Authorization": f"Bearer {KEY}"}
        made = Exchange(
            service="made-up",
            connection=1,
            sequence=1,
            method="POST",
            target=TARGET,
            headers=tuple((sent if headers is None else headers).items()),
            body=b'{"data": [[1.0]]}',
            status=200,
            ending=Ending.REPLIED,
            started=0.0,
            ended=1.0,
        )
        return replace(made, **changes)  # type: ignore[arg-type]  # names of fields

    return make_exchange


@pytest.fixture
def case() -> Callable[..., Case]:
    """Makes a case of an expectation: one row is scored."""

    def make_case(expect: Expectation, **call: object) -> Case:
        made = Call(rows=((1.0,),))
        return Case(
            subject="made-up",
            name="case",
            title="scores one row",
            why="",
            file="made-up.toml",
            requirements=(),
            level=Level.CORE,
            needs=(),
            authenticated=True,
            replies=(),
            call=replace(made, **call),  # type: ignore[arg-type]  # names of fields
            expect=expect,
        )

    return make_case


@pytest.fixture
def evidence(exchange: Callable[..., Exchange]) -> Callable[..., Evidence]:
    """Makes evidence: `[1.5]`, after one request."""

    def make_evidence(**changes: object) -> Evidence:
        made = Evidence(
            answers=(Predictions([1.5]),),
            outputs=(),
            exchanges=(exchange(),),
            target=TARGET,
            key=KEY,
            secrets=(KEY,),
            spoken="",
        )
        return replace(made, **changes)  # type: ignore[arg-type]  # names of fields

    return make_evidence


@pytest.fixture
def judged() -> Callable[[Case, Evidence], Judged]:
    """Judges; each mismatch as witness, subject, expected and found."""

    def judge_case(case: Case, evidence: Evidence) -> Judged:
        found: tuple[Mismatch, ...] = judge(case, evidence, CONTROL, CHECKS)
        return [(one.witness.value, one.subject, one.expected, one.found) for one in found]

    return judge_case


@pytest.fixture
def key() -> str:
    """The key of the service."""
    return KEY
