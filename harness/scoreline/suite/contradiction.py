"""Parts of a case that contradict each other in ways that its schema does not express."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from scoreline.fault import Code
from scoreline.formats.json import parse

_SCORED = ("vector", "rows", "payload", "stdin")


def contradictions(case: Mapping[str, Any]) -> Iterator[tuple[str, Code, str]]:
    """Each contradiction in a valid expanded case: the field, the code and the message."""
    call, expect = case["call"], case.get("expect", {})
    given = [name for name in _SCORED if name in call]
    if not given:
        yield "call", Code.MISSING_KEY, f"needs one of {', '.join(_SCORED)}"
    elif len(given) > 1:
        yield "call", Code.CONFLICT, f"{' and '.join(given)} cannot stand together"
    yield from _mode(call, case.get("needs", ()))
    if call.get("credentials") == "wrong" and not case.get("service", {}).get("key"):
        message = "a wrong key is refused only with service.key = true"
        yield "call.credentials", Code.CONFLICT, message
    for name in call.get("omit", ()):
        if name in call.get("config", {}):
            yield "call.omit", Code.CONFLICT, f"{name} is in call.config as well"
    if "vector" not in call and not {"predictions", "error"} & expect.keys():
        yield "expect", Code.MISSING_KEY, "needs predictions or error, since there is no vector"
    yield from _request(expect.get("request", {}), call)


def _mode(call: Mapping[str, Any], needs: object) -> Iterator[tuple[str, Code, str]]:
    one_shot = call.get("mode") == "one-shot"
    if "stdin" in call and not one_shot:
        yield "call.stdin", Code.CONFLICT, "requires mode = 'one-shot'"
    if call.get("alone") and one_shot:
        yield "call.alone", Code.CONFLICT, "requires mode = 'session'"
    if "payload" in call and not one_shot and needs != ["payload"]:
        yield "call.payload", Code.CONFLICT, "requires needs = ['payload']"


def _request(
    request: Mapping[str, Any], call: Mapping[str, Any]
) -> Iterator[tuple[str, Code, str]]:
    for name, pattern in request.get("matches", {}).items():
        try:
            re.compile(pattern)
        except re.error as error:
            message = f"is not a regular expression: {error}"
            yield f"expect.request.matches.{name}", Code.INVALID, message
    if request.get("body") and "stdin" in call:
        try:
            parse(call["stdin"])
        except ValueError:
            message = "call.stdin is not JSON, so no body can be compared with it"
            yield "expect.request.body", Code.CONFLICT, message
