"""Cases that tell a story: steps, several services, and what contradicts itself in them."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

import pytest

from scoreline.fault import Code
from scoreline.suite.case import Case
from scoreline.suite.loader import load_suite

FILE = "cases/made-up.toml"
PIECES = "service.replies = [{ raw = ['a', { base64 = 'AA==' }, { text = 'b', times = 2 }] }]"
OTHER = "services.other = { listener = 'own' }"


class Folder(Protocol):
    """A suite on disk."""

    path: Path

    def case(self, changes: str) -> None:
        """Writes the case with further lines."""

    def problems(self) -> list[tuple[str, str, str]]:
        """What is wrong: code, file and field."""


def read(folder: Folder, *lines: str) -> Case:
    """The case with these lines in it."""
    folder.case("\n".join(lines))
    assert folder.problems() == []
    (case,) = load_suite(folder.path).cases
    return case


def test_steps_share_a_call(folder: Folder) -> None:
    """What a step does not state is that of the case's call; its configuration is added."""
    case = read(
        folder,
        "call = { vector = 'one', config = { retries = 0, application = 'a' } }",
        "steps = [{ call.config = { application = 'b' } }, { call.repeat = 2 }]",
    )
    first, second = (step.call for step in case.story)
    assert first is not None
    assert second is not None
    assert first.rows == second.rows == ((1.0, 2.0),)
    assert dict(first.config) == {"retries": 0, "application": "b"}
    assert (first.repeat, second.repeat) == (1, 2)
    assert [step.expect.requests for step in case.story] == [1, 2]
    assert [step.expect.predictions for step in case.story] == [[1.5], [1.5]]
    assert case.expect.requests == 3


def test_case_without_steps(folder: Folder) -> None:
    """It is a story of one step, with its call and its expectation."""
    case = read(folder)
    (step,) = case.story
    assert (step.call, step.expect) == (case.call, case.expect)
    assert case.steps == ()


def test_requests_of_all_steps(folder: Folder) -> None:
    """A step that is refused, or is no call, sends nothing; a sequence has its length."""
    case = read(
        folder,
        "call = { vector = 'one', repeat = 4 }",
        "steps = [{ expect.error.kind = 'configuration' }, { message.method = 'x' }, "
        "{ expect = { error.kind = 'model', sequence = [{ method = 'PUT' }, { only = ['a'] }] } }]",
    )
    assert [step.expect.requests for step in case.story] == [0, 0, 2]
    assert case.expect.requests == 2


def test_steps_that_begin_together(folder: Folder) -> None:
    """Both of them share their requests; a step before or after does not."""
    case = read(folder, "steps = [{}, {}, { beside_previous = true }, {}]")
    assert [step.shares_requests for step in case.story] == [False, True, True, False]


def test_services(folder: Folder) -> None:
    """A case has its own service, called main, and others by name."""
    replies = "service.replies = [{ text = '${other.uri} ${main.key}' }]"
    case = read(folder, OTHER, replies, "expect.error = { kind = 'model' }")
    assert list(case.definitions) == ["main", "other"]
    assert case.definitions["other"].has_own_port
    assert not case.definitions["main"].has_own_port


@pytest.mark.parametrize(
    ("lines", "where", "code"),
    [
        ("call.to = 'other'", "call.to", Code.UNKNOWN_NAME),
        ("expect.services.other = { requests = 0 }", "expect.services.other", Code.UNKNOWN_NAME),
        (
            "expect.services.main = { connections = 0 }",
            "expect.services.main.connections",
            Code.CONFLICT,
        ),
        (
            f"{OTHER}\nexpect.services.other = {{ handshake = 'refused' }}",
            "expect.services.other.handshake",
            Code.CONFLICT,
        ),
        ("service.replies = [{ text = '${other.uri}' }]", "services", Code.UNKNOWN_NAME),
        (
            "expect.sequence = [{ service = 'other' }]",
            "expect.sequence.0.service",
            Code.UNKNOWN_NAME,
        ),
        ("service = { tls = 'expired', listener = 'own' }", "service.listener", Code.CONFLICT),
        ("call = { vector = 'one', at_once = true }", "call.at_once", Code.MISSING_KEY),
        ("call = { vector = 'one', one_row_each = true }", "call.one_row_each", Code.MISSING_KEY),
        (
            "call = { rows = [[1]], repeat = 2, one_row_each = true }\nexpect.predictions = [1]",
            "call.one_row_each",
            Code.MISSING_KEY,
        ),
        (
            "call = { vector = 'one', repeat = 2, one_row_each = true }\nexpect.predictions = [1]",
            "expect.predictions",
            Code.CONFLICT,
        ),
        ("call = { vector = 'one', environment.A = 'b' }", "call.environment", Code.CONFLICT),
        ("call = { vector = 'one', files.a = 'b' }", "call.files", Code.CONFLICT),
        ("call = { vector = 'one', end_of_input = true }", "call.end_of_input", Code.CONFLICT),
        ("call = { vector = 'one', null = ['key'], omit = ['key'] }", "call.null", Code.CONFLICT),
        (
            "call = { vector = 'one', mode = 'one-shot', give_up = 'cancel' }",
            "call.give_up",
            Code.CONFLICT,
        ),
        (
            "call = { vector = 'one', mode = 'one-shot', spelling = 'spaced' }",
            "call.spelling",
            Code.CONFLICT,
        ),
        (
            "call = { vector = 'one', mode = 'one-shot', null = ['key'] }",
            "call.null",
            Code.CONFLICT,
        ),
        ("call = { vector = 'one', unknown.retries = 1 }", "call.unknown", Code.INVALID),
        ("expect.code = -32601", "expect.code", Code.CONFLICT),
        ("expect.request.connection = 1", "expect.request.connection", Code.CONFLICT),
        ("expect.request.after_seconds = 1", "expect.request.after_seconds", Code.CONFLICT),
        ("expect.request.same = ['body']", "expect.request.same", Code.CONFLICT),
        (
            "expect.sequence = [{ after_seconds = 1 }]",
            "expect.sequence.0.after_seconds",
            Code.CONFLICT,
        ),
        ("expect.sequence = [{ same = ['body'] }]", "expect.sequence.0.same", Code.CONFLICT),
        (
            "expect.sequence = [{ matches = { x-id = '.*' } }]",
            "expect.sequence.0.matches.x-id",
            Code.INVALID,
        ),
        (
            "expect = { requests = 1, sequence = [{ method = 'POST' }] }",
            "expect.requests",
            Code.CONFLICT,
        ),
        ("steps = [{ beside_previous = true }]", "step 1: beside_previous", Code.CONFLICT),
        ("steps = [{}]\nexpect.error.kind = 'model'", "expect.error", Code.CONFLICT),
        ("steps = [{}]\nexpect.request.body = true", "expect.request.body", Code.CONFLICT),
        ("steps = [{ call.alone = true }]", "step 1: call.alone", Code.CONFLICT),
        ("steps = [{ call.mode = 'one-shot' }]", "step 1: call.mode", Code.CONFLICT),
        (
            "call = { vector = 'one', mode = 'one-shot' }\nsteps = [{ message.method = 'x' }]",
            "step 1: message",
            Code.CONFLICT,
        ),
        ("steps = [{}, { call.suffix = '/x' }]", "step 2: call.suffix", Code.CONFLICT),
        ("steps = [{}, { call.alnoe = true }]", "step 2: call.alnoe", Code.UNKNOWN_KEY),
        ("steps = [{}, 3]", "step 2", Code.INVALID),
        ("steps = [{ call.reopen = true }]", "step 1: call.reopen", Code.CONFLICT),
        (
            "call = { vector = 'one', mode = 'one-shot', reopen = true }",
            "call.reopen",
            Code.CONFLICT,
        ),
        (
            "steps = [{ expect.connections = 1 }, { beside_previous = true }]",
            "step 1: expect.connections",
            Code.CONFLICT,
        ),
        (
            "steps = [{}, { beside_previous = true, expect.request.method = 'POST' }]",
            "step 2: expect.request",
            Code.CONFLICT,
        ),
        ("service.replies = [{ status = 418 }]", "expect", Code.MISSING_KEY),
        ("steps = [{ call.vector = 'two' }]", "step 1: call.vector", Code.UNKNOWN_NAME),
        ("steps = [{ call.rows = [[1]] }]", "step 1: call", Code.CONFLICT),
        (
            "steps = [{ expect = { error.kind = 'configuration', connections = 1 } }]",
            "step 1: expect.connections",
            Code.CONFLICT,
        ),
        (
            "service.replies = [{ raw = [{ base64 = 'AA==', text = 'a' }] }]",
            "service.replies.0.raw.0.base64",
            Code.CONFLICT,
        ),
        (
            "service.replies = [{ raw = ['a', { pause = 1 }] }]",
            "service.replies.0.raw.1.pause",
            Code.UNKNOWN_KEY,
        ),
        (
            "service.replies = [{ raw = ['a', { pause_seconds = '1' }] }]",
            "service.replies.0.raw.1.pause_seconds",
            Code.INVALID,
        ),
        (
            "expect.error = { kind = 'cancelled' }",
            "expect.error.kind",
            Code.CONFLICT,
        ),
    ],
)
def test_what_contradicts_itself(folder: Folder, lines: str, where: str, code: str) -> None:
    """A story that cannot be played, or proves nothing, is refused by code, file and field."""
    folder.case(lines)
    found = [(code, place) for code, file, place in folder.problems() if file == FILE]
    assert (code, f"scores: {where}") in found, found


@pytest.mark.parametrize(
    "lines",
    [
        "steps = [{}, { call.handle = 'b', call.suffix = '/x' }]",
        "call = { vector = 'one', give_up = 'close' }\nsteps = [{}, { call.suffix = '/x' }]",
        "steps = [{}, { call = { reopen = true, suffix = '/x' } }]",
        "call = { vector = 'one', mode = 'one-shot', environment.A = 'b', files.a = '${ca}' }",
        "call = { vector = 'one', alone = true, end_of_input = true, environment.A = 'b' }",
        "steps = [{ message = { method = 'x', notification = true } }, {}]",
        "service = { tls = 'trusted' }\nexpect.services.main = { handshake = 'completed' }",
        "expect.sequence = [{ method = 'POST' }, { same = ['body'], after_seconds = 0.5 }]",
        f"{PIECES}\nexpect.error = {{ kind = 'connection' }}",
        "service.replies = [{ status = 503 }, { model = true }]\ncall.repeat = 2",
    ],
)
def test_what_can_be_said(folder: Folder, lines: str) -> None:
    """What is much like a contradiction, and is none, is accepted."""
    folder.case(lines)
    assert folder.problems() == []
