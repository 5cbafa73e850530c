"""Parts of a case that contradict each other, which no schema can say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from scoreline.formats.json import parse

_GIVEN = ("vector", "rows", "payload", "stdin")


def contradictions(case: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Each contradiction in an expanded case that its schema accepts: the field, and words."""
    call, expect = case["call"], case.get("expect", {})
    given = [name for name in _GIVEN if name in call]
    if len(given) != 1:
        found = " and ".join(given) or "none"
        yield "call", f"needs one of {', '.join(_GIVEN)}; has {found}"
    yield from _door(call, case.get("needs", ()))
    if call.get("credentials") == "wrong" and not case.get("service", {}).get("key"):
        yield "call.credentials", "a wrong key is refused only with service.key = true"
    for name in call.get("omit", ()):
        if name in call.get("config", {}):
            yield "call.omit", f"{name} stands in call.config as well"
    if "vector" not in call and not {"predictions", "error"} & expect.keys():
        yield "expect", "says neither predictions nor error, and there is no vector"
    yield from _request(expect.get("request", {}), call)


def _door(call: Mapping[str, Any], needs: object) -> Iterator[tuple[str, str]]:
    one_shot = call.get("door") == "one-shot"
    if "stdin" in call and not one_shot:
        yield "call.stdin", "goes with door = 'one-shot'"
    if call.get("alone") and one_shot:
        yield "call.alone", "goes with door = 'session'"
    if "payload" in call and not one_shot and needs != ["payload"]:
        yield "call.payload", "goes with needs = ['payload']"


def _request(request: Mapping[str, Any], call: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, pattern in request.get("matches", {}).items():
        try:
            re.compile(pattern)
        except re.error as error:
            yield f"expect.request.matches.{name}", f"is no regular expression: {error}"
    if request.get("body") and "stdin" in call:
        try:
            parse(call["stdin"])
        except ValueError:
            yield "expect.request.body", "call.stdin is no JSON to compare it with"
