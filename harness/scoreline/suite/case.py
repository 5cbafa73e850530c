"""A case: one situation and what must come of it. These classes are the format of case files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated

from msgspec import Meta

from scoreline.suite.call import MAIN_SERVICE, Call
from scoreline.suite.declaration import declared
from scoreline.suite.expectation import Expectation
from scoreline.suite.requirement import Level
from scoreline.suite.service import ServiceDefinition
from scoreline.suite.step import Step

AUTHORITY = "${ca}"
"""Stands for the certificate of the authority that signs the trusted certificates, in PEM."""

_CAPABILITY = "session.schema.json#/$defs/initializeResult/properties/capabilities/items"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One situation and what must come of it.

    Attributes:
        subject: the file's subject.
        why: why the subject exists.
        file: name of the file it was read from.
        definition: number of its definition in the file, from 1; cases of one `for_each` share it.
        level: the highest level among its requirements.
    """

    subject: str
    why: str
    file: str
    definition: int
    level: Level
    name: Annotated[
        str,
        declared(
            "Second part of the identifier, unique in the subject.",
            pattern="^[a-z0-9]+(-[a-z0-9]+)*$",
        ),
    ]
    title: Annotated[
        str,
        declared(
            "What a client does, in the third person: reports, sends, refuses.",
            minLength=10,
            maxLength=90,
        ),
    ]
    requirements: Annotated[
        tuple[str, ...],
        declared("Identifiers of the requirements it proves.", minItems=1, uniqueItems=True),
    ]
    needs: Annotated[
        tuple[Annotated[str, Meta(extra_json_schema={"$ref": _CAPABILITY})], ...],
        declared(
            "Capabilities without which the case is not applicable.",
            explain="{}",
            uniqueItems=True,
        ),
    ] = ()
    stays: Annotated[
        str,
        declared(
            "Why the case stays though no broken client or mutant needs it.",
            explain="kept though no broken client needs it: {}",
            minLength=20,
        ),
    ] = ""
    service: Annotated[ServiceDefinition, declared("The service that the client calls.")] = field(
        default_factory=ServiceDefinition
    )
    services: Annotated[
        Mapping[str, ServiceDefinition],
        declared(
            "Further services, by name. In every text of the case, ${NAME.uri} stands for the "
            "scoring URI of the service of that name, ${NAME.key} for its key.",
            explain="{}: {}",
            minProperties=1,
            propertyNames={"pattern": "^(?!main$)[a-z][a-z0-9-]*$"},
        ),
    ] = field(default_factory=dict)
    call: Annotated[
        Call,
        declared("What the client is asked to do; in a case with steps, what they have in common."),
    ] = field(default_factory=Call)
    steps: Annotated[
        tuple[Step, ...],
        declared(
            "What the client is asked to do, step by step, each with its own expectation. The "
            "members of a step's `call` are added to those of the case's `call`.",
            explain="{}",
            minItems=1,
        ),
    ] = ()
    """Once the case is read, each step has its whole call; a case without steps has one."""
    expect: Annotated[
        Expectation,
        declared(
            "What both witnesses must report; in a case with steps, what the endpoint must report "
            "of all of them together."
        ),
    ] = field(default_factory=Expectation)

    @property
    def identifier(self) -> str:
        """`subject/name`."""
        return f"{self.subject}/{self.name}"

    @property
    def story(self) -> tuple[Step, ...]:
        """The steps; of a case that is written without steps, its one step."""
        return self.steps or (Step(call=self.call, expect=self.expect),)

    @property
    def wants_authority(self) -> bool:
        """Whether a text of the case names the authority of the trusted certificates."""
        calls = [step.call for step in self.story if step.call is not None]
        given = [value for call in calls for value in (*call.config.values(), *call.files.values())]
        return any(isinstance(value, str) and AUTHORITY in value for value in given)

    @property
    def definitions(self) -> Mapping[str, ServiceDefinition]:
        """All services by name; `main` is the one that clients call by default."""
        return {MAIN_SERVICE: self.service, **self.services}
