"""Numbers that are drawn for a run, so that only a client that read a reply can know them.

They depend on the seed of the run and on nothing else, so that a run can be repeated.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from scoreline.suite.case import Case, Expectation
from scoreline.suite.expansion import DRAWN, substituted
from scoreline.suite.service import Reply
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
    """A case with its numbers drawn, in the replies of its service and in what it expects.

    If the model answers, so are the expected predictions: multiplied by `factor`.
    """

    def filled(value: Any) -> Any:
        return substituted(value, lambda name: _number_or_placeholder(seed, case, name))

    def reply(one: Reply) -> Reply:
        return replace(one, json=filled(one.json), text=filled(one.text), raw=filled(one.raw))

    replies = tuple(map(reply, case.service.replies))
    expect = replace(case.expect, predictions=filled(case.expect.predictions))
    if expect.error is not None:
        error = replace(expect.error, members=filled(dict(expect.error.members)))
        expect = replace(expect, error=error)
    if not replies:
        expect = _multiplied(expect, factor(seed))
    return replace(case, service=replace(case.service, replies=replies), expect=expect)


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
