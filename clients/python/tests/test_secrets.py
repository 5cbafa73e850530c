"""The key appears only in the Authorization header."""

from __future__ import annotations

import copy
import dataclasses
import json
import logging
import traceback
from collections.abc import Callable
from typing import Any

import pytest
from service import Service, reply

from azureml_scoring import (
    Configuration,
    ErrorKind,
    Exchange,
    Reply,
    Request,
    ScoringClient,
    ScoringError,
    Secret,
)
from azureml_scoring.secret import mask, occurrences

KEY = 'k3y-"never\\shown'


def _error(answer: Any, **settings: Any) -> ScoringError:  # noqa: ANN401  # bytes or several
    with (
        Service(answer) as service,
        ScoringClient(service.uri, KEY, retries=0, **settings) as client,
        pytest.raises(ScoringError) as caught,
    ):
        client.score([[1.0]])
    return caught.value


def test_origin_alone_is_shown() -> None:
    """Path and query of the URI may contain a secret: a client shows neither."""
    for uri in ("https://h:1/a-secret/score?sig=made-up", "https://h:1?sig=made-up", "https://h:1"):
        with ScoringClient(uri, "key") as client:
            assert repr(client) == "ScoringClient('https://h:1', key=***)"


def test_representations(service: Service) -> None:
    """Every object that contains the key prints it as ***."""
    secret = Secret(KEY)
    configuration = Configuration.resolve(service.uri, KEY)
    requests: list[Request] = []

    class Recording:
        def __init__(self, inner: Exchange) -> None:
            self._inner = inner

        def send(self, request: Request) -> Reply:
            requests.append(request)
            return self._inner.send(request)

    with ScoringClient(service.uri, KEY, exchange=Recording) as client:
        client.score([[1.0]])
        shown = [
            str(thing)
            for thing in (
                secret,
                f"{secret}",
                [secret],
                copy.deepcopy(secret),
                configuration,
                dataclasses.asdict(configuration),
                client,
                vars(client),
                *requests,
            )
        ]
    assert not [text for text in shown if KEY in text]
    assert shown[0] == "***"
    assert "***" in shown[6]


def test_secrets_compare() -> None:
    """Secrets are equal if their values are, so that configurations can be compared."""
    assert Secret("a") == Secret("a")
    assert len({Secret("a"), Secret("a"), Secret("b")}) == 2
    assert Secret("a") != "a"


@pytest.mark.parametrize("status", [200, 401, 500])
def test_echoed_by_the_service(status: int) -> None:
    """A key that the service echoes is masked in every field of the error."""
    escaped = KEY.replace("\\", "\\\\").replace('"', '\\"')
    body = f'{{"message": "bad key {escaped}", "raw": "{escaped}"}} {KEY}'.encode()
    json_only = body.removesuffix(f" {KEY}".encode())
    headers = (
        ("x-ms-request-id", f"id-{KEY}"),
        ("ms-azureml-model-error-reason", f"reason-{KEY}"),
    )
    for error in (_error(reply(body, status, headers)), _error(reply(json_only, status, headers))):
        for text in (str(error), repr(error), repr(vars(error)), *map(str, vars(error).values())):
            assert KEY not in text
            assert escaped not in text
        assert error.request_id == "id-***"
        assert error.model_reason == "reason-***"
    assert error.message == "bad key ***"
    assert error.body == '{"message": "bad key ***", "raw": "***"}'


@pytest.mark.parametrize("escape", [str, json.dumps])
@pytest.mark.parametrize("before", range(1, 40))
def test_truncated_body(escape: Callable[[str], str], before: int) -> None:
    """The key is masked before the body is truncated, at the same place as without a key."""
    echo = escape(KEY).removeprefix('"').removesuffix('"').encode()
    error = _error(reply(b"x" * (65_536 - before) + echo + b"t" * 50, 500))
    assert (error.body or "").lstrip("x") == "***" + "t" * max(0, before - len(echo))


def test_escaped_key() -> None:
    """A key is masked with any of its characters escaped as JSON allows."""
    echo = "".join(rf"\u{ord(each):04X}" if each in 'sa"' else each for each in KEY)
    error = _error(reply(echo.replace("/", r"\/").encode(), 500))
    assert error.body == "***"


@pytest.mark.parametrize(
    ("value", "text", "found"),
    [
        ("abc", "xabcabc", [(1, 4), (4, 7)]),
        ("aba", "ababa", [(0, 3)]),
        ("aba", "ababa\\", [(0, 3)]),
        ("ab", r"\u0061b a\b \u0061\u0062 \\ab", [(0, 7), (8, 11), (12, 24), (26, 29)]),
        ("a+b", r"a\u002Bb a\u002bb a\+b a+b a\u002", [(0, 8), (9, 17), (18, 22), (23, 26)]),
        ("u0061", r"\u0061", [(0, 6)]),
        ('"', r'\\"', [(1, 3)]),
        ("ab", r"a\u00 b a\u00", []),
    ],
)
def test_occurrences(value: str, text: str, found: list[tuple[int, int]]) -> None:
    """A value is found from left to right, each of its characters plain or escaped."""
    assert occurrences(text, value, cut=False) == found


@pytest.mark.parametrize(
    ("value", "text", "found"),
    [
        ("abc", "xab", [(1, 3)]),
        ("abc", "abc ab", [(0, 3), (4, 6)]),
        ("abc", "xb", []),
        ("abc", "ab\\", [(0, 3)]),
        ("abc", r"a\u006", [(0, 6)]),
        ("abc", "x\\", []),
    ],
)
def test_occurrences_in_a_cut_text(value: str, text: str, found: list[tuple[int, int]]) -> None:
    """The end of a text that was cut may be in the middle of a value, or of an escape."""
    assert occurrences(text, value, cut=True) == found


def test_body_over_the_limit() -> None:
    """A key that the limit of a reply cuts through is masked; a complete body is shown as it is."""
    over = _error(reply(b"xx" + KEY.encode() + b"x" * 99, 500), reply_limit=len(KEY))
    assert over.body == "xx***"
    complete = _error(reply(KEY[:-1].encode(), 500))
    assert complete.body == KEY[:-1]


def test_several_secrets() -> None:
    """Of several secrets each is masked, and where they overlap the one that begins first."""
    secrets = (Secret("ab"), Secret("abcd"), Secret("de"))
    assert mask("ab-abcd-de-abcde", secrets) == "***-***-***-***"


def test_broken_connection() -> None:
    """A malformed reply is quoted with the key masked, in the traceback too."""
    error = _error([f"garbage {KEY}\r\n\r\n".encode(), b""])
    assert error.kind is ErrorKind.CONNECTION
    printed = "".join(traceback.format_exception(error))
    assert KEY not in printed
    assert error.__cause__ is None
    assert error.__context__ is None


def test_logs(caplog: pytest.LogCaptureFixture) -> None:
    """No log record of the underlying libraries, at any level, contains the key."""
    caplog.set_level(logging.DEBUG)
    _error(reply(KEY.encode(), 500))
    assert caplog.records
    assert KEY not in caplog.text
