"""Parts of a case that can prove nothing, whatever a client does: they are refused."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from scoreline.fault import Code
from scoreline.formats.json import render
from scoreline.suite.call import MAIN_SERVICE
from scoreline.suite.expansion import DRAWN, FOR_EACH, WITH_A_MEANING, placeholders
from scoreline.suite.story import service_tables, step_tables

_IN_ENVIRONMENT = ("uri", "key", "secondaryKey", "retries")
"""Members of the configuration that a one-shot is given: there are variables for them."""
_ABOUT_REQUESTS = ("request", "connections", "most_connections")
_COMPARED = ("distinct", "same")
"""What compares a request with those before it."""
_OF_SEQUENCE = ("connection", "after_seconds")
"""What only one request of a sequence can be."""


def vacuous(case: Mapping[str, Any]) -> Iterator[tuple[str, Code, str]]:
    """What can prove nothing in a valid expanded case: the field, the code and the message."""
    steps = list(step_tables(case))
    services = service_tables(case)
    replies = [one.get("replies", []) for one in services.values()]
    for step in steps:
        yield from _requests(step.place, step.expect, step.requests)
        yield from _numbers(step.place, step.expect, replies)
        if step.call is not None and "predictions" in step.expect:
            to = services.get(step.call.get("to", MAIN_SERVICE), {})
            yield from _predictions(step.place, step.expect["predictions"], to.get("replies", ()))
        if step.call is not None and step.call.get("mode") == "one-shot":
            for name in step.call.get("config", {}):
                if name not in _IN_ENVIRONMENT:
                    message = f"a one-shot is given only {' and '.join(_IN_ENVIRONMENT)}"
                    yield f"{step.place}call.config.{name}", Code.CONFLICT, message
    if "steps" in case:
        expect = case.get("expect", {})
        yield from _requests("", expect, sum(step.requests for step in steps))


def _requests(place: str, expect: Mapping[str, Any], count: int) -> Iterator[tuple[str, Code, str]]:
    request, sequence = expect.get("request", {}), expect.get("sequence", ())
    for name in _ABOUT_REQUESTS:
        if name in expect and count == 0:
            message = "there is no request that it could be about"
            yield f"{place}expect.{name}", Code.CONFLICT, message
    for name in _COMPARED:
        if name in request and count == 1:
            message = "there is one request, and no other to compare it with"
            yield f"{place}expect.request.{name}", Code.CONFLICT, message
    for name in _OF_SEQUENCE:
        if name in request:
            message = "is about one request of expect.sequence"
            yield f"{place}expect.request.{name}", Code.CONFLICT, message
    for name in (*_COMPARED, "after_seconds"):
        if sequence and name in sequence[0]:
            message = "there is no request before the first one"
            yield f"{place}expect.sequence.0.{name}", Code.CONFLICT, message
    yield from _patterns(f"{place}expect.request", request)
    for number, one in enumerate(sequence):
        yield from _patterns(f"{place}expect.sequence.{number}", one)


def _patterns(place: str, request: Mapping[str, Any]) -> Iterator[tuple[str, Code, str]]:
    for name, pattern in request.get("matches", {}).items():
        if _matches_empty_text(pattern):
            message = "matches the empty text, so it proves little more than that there is a value"
            yield f"{place}.matches.{name}", Code.INVALID, message


def _numbers(
    place: str, expect: Mapping[str, Any], replies: Any
) -> Iterator[tuple[str, Code, str]]:
    known = placeholders(replies)
    for field in ("predictions", "document", "error", "response"):
        for name in sorted(placeholders(expect.get(field)) - known):
            if name.startswith(DRAWN):
                message = f"${{{name}}} is in no reply, so no client can know it"
                yield f"{place}expect.{field}", Code.UNKNOWN_NAME, message


def _predictions(
    place: str, predictions: Any, replies: Sequence[Mapping[str, Any]]
) -> Iterator[tuple[str, Code, str]]:
    """Numbers that must be predicted though no reply has them, if all replies are known as JSON.

    A text in a reply may be JSON in JSON, so that nothing is known of it.
    """
    if not replies or not all("json" in reply for reply in replies):
        return
    sent = [value for reply in replies for value in _scalars(reply["json"])]
    if any(isinstance(value, str) and not placeholders(value) for value in sent):
        return
    for value in _scalars(predictions):
        if isinstance(value, int | float) and value not in sent:
            message = f"{render(value)} is in no reply, so no client can return it"
            yield f"{place}expect.predictions", Code.CONFLICT, message


def _scalars(value: Any) -> Iterator[Any]:
    """The values in a JSON value that are neither lists nor objects."""
    if isinstance(value, list | dict):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _scalars(inner)
    else:
        yield value


def _matches_empty_text(pattern: str) -> bool:
    try:
        return re.fullmatch(pattern, "") is not None
    except re.error:
        return False  # which is reported as such


def vacuous_members(definition: Mapping[str, Any]) -> Iterator[tuple[str, Code, str]]:
    """Members of `for_each` that no placeholder stands for: field, code and message.

    Args:
        definition: the table of a case, valid by its schema and not expanded.
    """
    used = placeholders({key: value for key, value in definition.items() if key != FOR_EACH})
    for index, members in enumerate(definition.get(FOR_EACH, ())):
        for name in members:
            where = f"{FOR_EACH}.{index}.{name}"
            if name in WITH_A_MEANING:
                yield where, Code.CONFLICT, f"${{{name}}} has a meaning of its own"
            elif name not in used:
                yield where, Code.CONFLICT, f"${{{name}}} is nowhere in the case"
