"""Parts of a case that can prove nothing, whatever a client does: they are refused."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from scoreline.fault import Code
from scoreline.suite.expansion import DRAWN, FOR_EACH, placeholders

CONFIGURATION = "configuration"
"""The kind of error for which no request is sent."""

_RUN_TIME = ("key", "target")
"""Placeholders with a meaning of their own, which no member of `for_each` can have."""
_IN_ENVIRONMENT = ("uri", "key")
"""Members of the configuration that a one-shot is given: there are variables for them."""


def expected_requests(expect: Mapping[str, Any], repeat: int) -> int:
    """How many requests a case expects: what it states, or what follows from the rest.

    Args:
        expect: the table `expect` of an expanded case.
        repeat: how many calls the case makes.
    """
    stated = expect.get("requests")
    if stated is not None:
        return int(stated)
    return 0 if expect.get("error", {}).get("kind") == CONFIGURATION else repeat


def vacuous(case: Mapping[str, Any]) -> Iterator[tuple[str, Code, str]]:
    """What can prove nothing in a valid expanded case: the field, the code and the message."""
    call, expect = case["call"], case.get("expect", {})
    yield from _requests(expect, expected_requests(expect, call.get("repeat", 1)))
    yield from _numbers(expect, case.get("service", {}).get("replies", []))
    if call.get("mode") == "one-shot":
        for name in call.get("config", {}):
            if name not in _IN_ENVIRONMENT:
                message = f"a one-shot is given only {' and '.join(_IN_ENVIRONMENT)}"
                yield f"call.config.{name}", Code.CONFLICT, message


def _requests(expect: Mapping[str, Any], count: int) -> Iterator[tuple[str, Code, str]]:
    request = expect.get("request", {})
    for name in ("request", "connections"):
        if name in expect and count == 0:
            message = "there is no request that it could be about"
            yield f"expect.{name}", Code.CONFLICT, message
    if "distinct" in request and count == 1:
        message = "there is one request, whose values differ from no others"
        yield "expect.request.distinct", Code.CONFLICT, message
    for name, pattern in request.get("matches", {}).items():
        if _matches_empty_text(pattern):
            message = "matches the empty text, so it proves little more than that there is a value"
            yield f"expect.request.matches.{name}", Code.INVALID, message


def _numbers(expect: Mapping[str, Any], replies: Any) -> Iterator[tuple[str, Code, str]]:
    known = placeholders(replies)
    for field in ("predictions", "error"):
        for name in sorted(placeholders(expect.get(field)) - known):
            if name.startswith(DRAWN):
                message = f"${{{name}}} is in no reply, so no client can know it"
                yield f"expect.{field}", Code.UNKNOWN_NAME, message


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
            if name in _RUN_TIME:
                yield where, Code.CONFLICT, f"${{{name}}} has a meaning of its own"
            elif name not in used:
                yield where, Code.CONFLICT, f"${{{name}}} is nowhere in the case"
