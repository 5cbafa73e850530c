"""Numbers that are drawn for a run, so that only a client that read a reply can know them.

They depend on the seed of the run and on nothing else, so that a run can be repeated.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from scoreline.suite.call import Call
from scoreline.suite.case import Case
from scoreline.suite.expansion import DRAWN, substituted
from scoreline.suite.expectation import Expectation
from scoreline.suite.service import ServiceDefinition
from scoreline.suite.vector import Vector


def factor(seed: int) -> float:
    """What the model's predictions are multiplied by in a run, from 2 to 3.

    Multiplying keeps relative differences, so that a vector's tolerance stays what it is.
    """
    return random.Random(f"{seed} model").uniform(2.0, 3.0)  # noqa: S311 - not a secret


def number(seed: int, identifier: str, name: str) -> float:
    """The number that `${drawn:name}` stands for in a case, from -1000 to 1000."""
    return random.Random(f"{seed} {identifier} {name}").uniform(-1000.0, 1000.0)  # noqa: S311


def drawn(case: Case, seed: int) -> Case:
    """A case with its numbers drawn, in the replies of its services and in what it expects.

    Where the model answers, so are the expected predictions: multiplied by `factor`.
    """

    def filled(value: Any) -> Any:
        return substituted(value, lambda name: _number_or_placeholder(seed, case, name))

    def service(one: ServiceDefinition) -> ServiceDefinition:
        return replace(one, replies=tuple(reply.filled(filled) for reply in one.replies))

    def expectation(expect: Expectation, call: Call | None) -> Expectation:
        expect = replace(
            expect, predictions=filled(expect.predictions), document=filled(expect.document)
        )
        if expect.error is not None:
            members = filled(dict(expect.error.members))
            expect = replace(expect, error=replace(expect.error, members=members))
        if expect.response is not None:
            members = filled(dict(expect.response.members))
            expect = replace(expect, response=replace(expect.response, members=members))
        answered = call is not None and _by_model(case.definitions[call.to], expect)
        return _multiplied(expect, factor(seed)) if answered else expect

    return replace(
        case,
        service=service(case.service),
        services={name: service(one) for name, one in case.services.items()},
        steps=tuple(replace(one, expect=expectation(one.expect, one.call)) for one in case.steps),
        expect=expectation(case.expect, None if case.steps else case.call),
    )


def _by_model(service: ServiceDefinition, expect: Expectation) -> bool:
    """Whether the predictions that are expected of a service are the model's."""
    scripted = any(reply.model for reply in service.replies)
    return not service.replies or (scripted and expect.of_vector)


def drawn_vector(vector: Vector, seed: int) -> Vector:
    """A vector with the predictions that the model has in a run."""
    return replace(vector, predictions=tuple(_times(vector.predictions, factor(seed))))


def _number_or_placeholder(seed: int, case: Case, name: str) -> object:
    if not name.startswith(DRAWN):
        return f"${{{name}}}"
    return number(seed, case.identifier, name.removeprefix(DRAWN))


def _multiplied(expect: Expectation, by: float) -> Expectation:
    if not isinstance(expect.predictions, list):
        return expect
    return replace(expect, predictions=_times(expect.predictions, by))


def _times(predictions: Sequence[float], by: float) -> list[float]:
    return [prediction * by for prediction in predictions]
