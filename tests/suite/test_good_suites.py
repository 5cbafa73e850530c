"""The values that are read from valid files."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

import pytest

from scoreline.protocol.manifest import Mode
from scoreline.suite.call import Credentials
from scoreline.suite.case import Case
from scoreline.suite.expansion import expand, fill
from scoreline.suite.expectation import ErrorExpectation
from scoreline.suite.loader import load_suite
from scoreline.suite.requirement import Level


class Folder(Protocol):
    """A suite on disk: see conftest.py."""

    path: Path

    def write(self, name: str, text: str) -> None: ...  # noqa: D102
    def cases(self, text: str, head: str = ...) -> None: ...  # noqa: D102
    def case(self, changes: str, case: str = ...) -> None: ...  # noqa: D102


def read(folder: Folder, changes: str) -> Case:
    """The case with these lines in it."""
    folder.case(changes)
    (case,) = load_suite(folder.path).cases
    return case


def test_what_is_derived(folder: Folder) -> None:
    """A case states little: what follows from it is derived."""
    case = read(folder, "")
    assert case.identifier == "made-up/scores"
    assert case.file == "made-up.toml"
    assert case.level is Level.CORE
    assert case.call.rows == ((1.0, 2.0),)
    assert (case.call.mode, case.call.repeat) == (Mode.SESSION, 1)
    assert case.call.credentials is Credentials.VALID
    assert case.expect.predictions == [1.5]
    assert case.expect.relative_tolerance == 1e-12
    assert case.expect.requests == 1
    assert (case.service.key, case.service.replies) == (False, ())


def test_version(folder: Folder) -> None:
    """A suite has the version that it states, or an empty one."""
    assert load_suite(folder.path).version == ""
    folder.write("suite.toml", 'version = "1.2.3"')
    assert load_suite(folder.path).version == "1.2.3"


def test_highest_level_counts(folder: Folder) -> None:
    """The level of a case is the highest of its requirements'."""
    assert read(folder, "requirements = ['A-2', 'A-1']").level is Level.FULL


def test_stated_predictions_are_exact(folder: Folder) -> None:
    """Predictions that the case states are compared bit for bit, whatever the vector allows."""
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
        ("expect.requests = 1\ncall.repeat = 2", 1),
    ],
)
def test_requests_are_derived(folder: Folder, changes: str, requests: int) -> None:
    """One request is expected per call, and none if the configuration is rejected."""
    case = read(folder, changes)
    assert case.expect.requests == requests
    assert {type(case.expect.requests), type(case.call.repeat)} == {int}


def test_error(folder: Folder) -> None:
    """The table of an error has its members and the names of those that must be absent."""
    case = read(folder, "expect.error = { kind = 'model', status = 424, absent = ['body'] }")
    assert case.expect.error == ErrorExpectation({"kind": "model", "status": 424}, ("body",))


def test_moment(folder: Folder) -> None:
    """The moment until which a time to wait counts is no member of the error."""
    error = "{ kind = 'model', retry_at = '2101-01-03T11:02:58Z' }"
    case = read(folder, f"expect.error = {error}")
    moment = datetime(2101, 1, 3, 11, 2, 58, tzinfo=UTC)
    assert case.expect.error == ErrorExpectation({"kind": "model"}, (), moment)


def test_one_shot_sends_a_document(folder: Folder) -> None:
    """A one-shot is given the rows as a JSON document."""
    call = read(folder, "call.mode = 'one-shot'").call
    assert call.rows is None
    assert call.payload == {"data": [[1.0, 2.0]]}


def test_replies(folder: Folder) -> None:
    """The body of a reply is stated as JSON or text, or the whole reply as raw bytes."""
    replies = read(
        folder,
        "service.replies = [{ json = { a = [1.0] } }, { status = 500.0, text = 'é' }, "
        "{ json = 1, headers = { 'content-type' = 'text/plain' } }, { raw = '' }]\n"
        "expect.error = { kind = 'model' }",
    ).service.replies
    assert (replies[0].body, replies[0].sent_headers) == (
        b'{"a":[1.0]}',
        {"Content-Type": "application/json"},
    )
    assert (replies[1].status, replies[1].body) == (500, "é".encode())
    assert replies[2].sent_headers == {"content-type": "text/plain"}
    assert [reply.raw for reply in replies] == [None, None, None, ""]


def test_omitted_members(folder: Folder) -> None:
    """A member to leave out of the configuration is None, unlike one that is not mentioned."""
    call = read(folder, "call.omit = ['uri']\ncall.config = { retries = 0 }").call
    assert dict(call.config) == {"uri": None, "retries": 0}


def test_one_definition_many_cases(folder: Folder) -> None:
    """A definition is expanded into cases in the order of the tables."""
    folder.case("name = '${kind}-${n}'\nfor_each = [{ n = 2, kind = 'b' }, { n = 1, kind = 'a' }]")
    assert [case.name for case in load_suite(folder.path).cases] == ["b-2", "a-1"]


def test_placeholder_for_a_table(folder: Folder) -> None:
    """A placeholder can stand for a whole table, or for a number deep within one."""
    folder.case(
        "name = 'case-${n}'\ncall = '${call}'\nservice.replies = [{ delay_seconds = '${n}' }]\n"
        "expect.error = { kind = 'model' }\n"
        "for_each = [{ n = 1, call = { vector = 'one' } }, { n = 2, call = { vector = 'one' } }]",
        case="""
title = "scores one row"
requirements = ["A-1"]
""",
    )
    cases = load_suite(folder.path).cases
    assert [case.service.replies[0].delay_seconds for case in cases] == [1.0, 2.0]


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
    """A lone placeholder takes the member's type; one that is replaced at run time is kept."""
    assert fill(value, {"n": 503, "list": [1.5]}) == filled


def test_placeholders_of_every_case() -> None:
    """What a placeholder means in every case, it means within members of `for_each` as well."""
    definition = {
        "a": ["${null}", "${times:3:ab}"],
        "b": "${n}",
        "for_each": [{"n": ["${null}"]}, {"n": "${times:2:é\n}"}],
    }
    first, second = expand(definition)
    assert first == {"a": [None, "ababab"], "b": [None]}
    assert second == {"a": [None, "ababab"], "b": "é\né\n"}


def test_expansion_does_not_change_the_definition() -> None:
    """A definition without for_each is one case, and no case shares values with another."""
    definition = {"name": "a", "call": {"x": ["${n}"]}}
    assert list(expand({"name": "a"})) == [{"name": "a"}]
    cases = list(expand(definition | {"for_each": [{"n": 1}, {"n": 2}]}))
    assert [case["call"]["x"] for case in cases] == [[1], [2]]
    assert definition["call"] == {"x": ["${n}"]}


def test_own_suite() -> None:
    """The project's own suite is valid and has a version, a control vector and over 24 cases."""
    suite = load_suite()
    assert suite.version
    assert suite.control.rows
    assert len(suite.cases) >= 24
