"""What is read out of good files."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

import pytest

from scoreline.suite.case import Case, Credentials, Door
from scoreline.suite.expansion import expand, fill
from scoreline.suite.loader import load_suite
from scoreline.suite.requirement import Level


class Folder(Protocol):
    """A suite on disk: see conftest.py."""

    path: Path

    def cases(self, text: str, head: str = ...) -> None: ...  # noqa: D102
    def case(self, changes: str, case: str = ...) -> None: ...  # noqa: D102


def read(folder: Folder, changes: str) -> Case:
    """The case with these lines in it."""
    folder.case(changes)
    (case,) = load_suite(folder.path).cases
    return case


def test_what_is_derived(folder: Folder) -> None:
    """A case says little: what follows from it is derived."""
    case = read(folder, "")
    assert case.identifier == "made-up/scores"
    assert case.file == "made-up.toml"
    assert case.level is Level.CORE
    assert case.call.rows == ((1.0, 2.0),)
    assert (case.call.door, case.call.repeat) == (Door.SESSION, 1)
    assert case.call.credentials is Credentials.RIGHT
    assert case.expect.predictions == [1.5]
    assert case.expect.relative_tolerance == 1e-12
    assert case.expect.requests == 1
    assert case.replies == ()


def test_highest_level_counts(folder: Folder) -> None:
    """The level of a case is the highest of its requirements'."""
    assert read(folder, "requirements = ['A-2', 'A-1']").level is Level.FULL


def test_predictions_of_a_script_are_exact(folder: Folder) -> None:
    """Predictions that the case writes down are compared to the bit, whatever the vector allows."""
    case = read(folder, "expect.predictions = [1.5]")
    assert case.expect.relative_tolerance == 0.0


@pytest.mark.parametrize(
    ("changes", "requests"),
    [
        ("call.repeat = 3", 3),
        ("call.repeat = 3.0", 3),
        ("expect.error = { kind = 'configuration' }", 0),
        ("expect.error = { kind = 'service' }\ncall.repeat = 2", 2),
        ("expect.error = { kind = 'service' }\nexpect.requests = 4", 4),
    ],
)
def test_requests_are_derived(folder: Folder, changes: str, requests: int) -> None:
    """A request for each call, and none where the configuration is refused."""
    case = read(folder, changes)
    assert case.expect.requests == requests
    assert {type(case.expect.requests), type(case.call.repeat)} == {int}


def test_one_shot_sends_a_document(folder: Folder) -> None:
    """Rows go to a one-shot as the document that it is given."""
    call = read(folder, "call.door = 'one-shot'").call
    assert call.rows is None
    assert call.payload == {"data": [[1.0, 2.0]]}


def test_replies(folder: Folder) -> None:
    """A reply's body is written as JSON, as text or as all the bytes there are."""
    replies = read(
        folder,
        "service.replies = [{ json = { a = [1.0] } }, { status = 500.0, text = 'é' }, "
        "{ json = 1, headers = { 'Content-Type' = 'text/plain' } }, { raw = '' }]",
    ).replies
    assert (replies[0].body, replies[0].headers) == (
        b'{"a":[1.0]}',
        (("Content-Type", "application/json"),),
    )
    assert (replies[1].status, replies[1].body) == (500, "é".encode())
    assert replies[2].headers == (("Content-Type", "text/plain"),)
    assert [reply.raw for reply in replies] == [None, None, None, b""]


def test_members_that_are_left_out(folder: Folder) -> None:
    """What is left out of the configuration is there as None, which is more than not being said."""
    call = read(folder, "call.omit = ['uri']\ncall.config = { retries = 0 }").call
    assert dict(call.config) == {"uri": None, "retries": 0}


def test_one_definition_many_cases(folder: Folder) -> None:
    """A definition is expanded, its cases in the order of the tables."""
    folder.case("name = '${kind}-${n}'\nfor_each = [{ n = 2, kind = 'b' }, { n = 1, kind = 'a' }]")
    assert [case.name for case in load_suite(folder.path).cases] == ["b-2", "a-1"]


@pytest.mark.parametrize(
    ("value", "filled"),
    [
        ("${n}", 503),
        ("status-${n}", "status-503"),
        ("${n}${n}", "503503"),
        (["${n}", {"a": "${list}"}], [503, {"a": [1.5]}]),
        ("Bearer ${key}", "Bearer ${key}"),
        ("${target}", "${target}"),
        ("${sent:x-id}", "${sent:x-id}"),
        ("$n {n} $${n}", "$n {n} $503"),
        (503, 503),
        (None, None),
    ],
)
def test_placeholders(value: object, filled: object) -> None:
    """A placeholder alone takes the member's type; what is known only at run time is left."""
    assert fill(value, {"n": 503, "list": [1.5]}) == filled


def test_expansion_leaves_the_definition_alone() -> None:
    """A definition without for_each is one case, and none is changed by another."""
    definition = {"name": "a", "call": {"x": ["${n}"]}}
    assert list(expand({"name": "a"})) == [{"name": "a"}]
    cases = list(expand(definition | {"for_each": [{"n": 1}, {"n": 2}]}))
    assert [case["call"]["x"] for case in cases] == [[1], [2]]
    assert definition["call"] == {"x": ["${n}"]}


def test_own_suite() -> None:
    """The project's own suite is good, has a control vector, and more than 24 cases."""
    suite = load_suite()
    assert suite.control.rows
    assert len(suite.cases) >= 24
