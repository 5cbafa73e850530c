"""Numbers of a run: the same with the same seed, others with another one."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, Protocol

import pytest

from scoreline.suite.case import Case
from scoreline.suite.drawn import drawn, drawn_vector, factor, number
from scoreline.suite.loader import load_suite


class Folder(Protocol):
    """A suite on disk: see conftest.py."""

    path: Any

    def case(self, changes: str, case: str = ...) -> None: ...  # noqa: D102


Read = Callable[[str], Case]


@pytest.fixture
def read(folder: Folder) -> Read:
    """Reads the case of the small suite with other lines."""

    def read_case(lines: str) -> Case:
        folder.case(lines)
        (case,) = load_suite(folder.path).cases
        return case

    return read_case


def test_reply_and_expectation_agree(read: Read) -> None:
    """A placeholder stands for one number wherever it is: as a value, and within a text."""
    case = read(
        "service.replies = [{ json = [{ n = '${drawn:a}' }, '${drawn:b}', 'is ${drawn:a}'] }]\n"
        "expect.predictions = [{ n = '${drawn:a}' }, '${drawn:b}', 'is ${drawn:a}']"
    )
    made = drawn(case, 7)
    a, b = (number(7, case.identifier, name) for name in "ab")
    assert a != b
    assert made.expect.predictions == [{"n": a}, b, f"is {a!r}"]
    assert json.loads(made.service.replies[0].body) == made.expect.predictions
    assert drawn(case, 7) == made
    assert drawn(case, 8) != made


@pytest.mark.parametrize("field", ["text", "raw"])
def test_number_within_a_text(read: Read, field: str) -> None:
    """In a text, the number is written so that it reads back to the same bits."""
    case = read(
        f"service.replies = [{{ {field} = '[${{drawn:a}}]' }}]\n"
        "expect.predictions = ['${drawn:a}']"
    )
    made = drawn(case, 7)
    assert json.loads(getattr(made.service.replies[0], field)) == made.expect.predictions


def test_error(read: Read) -> None:
    """A number may be part of what an error must say."""
    case = read(
        "service.replies = [{ status = 500, json = { message = 'it was ${drawn:a}' } }]\n"
        "expect.error = { kind = 'service', message = 'it was ${drawn:a}' }"
    )
    expected = drawn(case, 7).expect.error
    assert expected is not None
    assert expected.members["message"] == f"it was {number(7, case.identifier, 'a')!r}"


def test_other_placeholders_stay(read: Read) -> None:
    """What is filled in while the case runs is left as it is."""
    case = read(
        "service.replies = [{ status = 500, json = { message = '${key}' } }]\n"
        "expect.error = { kind = 'service', clientRequestId = '${sent:x-id}' }"
    )
    assert drawn(case, 7) == case


def test_model(read: Read) -> None:
    """If the model answers, expected predictions have its factor, and so has a vector."""
    case = read("call.repeat = 1")
    assert drawn(case, 7).expect.predictions == [1.5 * factor(7)]
    explicit = read("expect.predictions = [2.0]")
    assert drawn(explicit, 7).expect.predictions == [2.0 * factor(7)]
    scripted = read("service.replies = [{ json = [2.0] }]\nexpect.predictions = [2.0]")
    assert drawn(scripted, 7) == scripted
    vector = load_suite().control
    expected = tuple(one * factor(7) for one in vector.predictions)
    assert drawn_vector(vector, 7).predictions == expected


def test_numbers_are_spread() -> None:
    """The factor is never 1, and numbers of different cases, names and seeds differ."""
    assert all(2.0 <= factor(seed) <= 3.0 for seed in range(1000))
    assert len({factor(seed) for seed in range(1000)}) == 1000
    found = {
        number(seed, identifier, name)
        for seed in range(10)
        for identifier in ("a/b", "a/c")
        for name in ("a", "b")
    }
    assert len(found) == 40
    assert all(-1000.0 <= one <= 1000.0 for one in found)
