"""Parts of a case that contradict each other in ways that its schema does not express."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from scoreline.fault import Code
from scoreline.formats.json import parse
from scoreline.formats.suggestion import suggestion
from scoreline.protocol.operation import Operation
from scoreline.suite.call import MAIN_HANDLE, MAIN_SERVICE
from scoreline.suite.expansion import placeholders
from scoreline.suite.story import StepTable, service_tables, step_tables

_SCORED = ("vector", "rows", "payload", "body", "stdin")
_SESSION_ONLY = (
    "operation",
    "body",
    "alone",
    "give_up",
    "at_once",
    "handle",
    "reopen",
    "unknown",
    "null",
    "options",
    "spelling",
)
"""Members of a call that only a session can have."""
_NEEDED = (
    ("at_once", "repeat"),
    ("one_row_each", "repeat"),
    ("one_row_each", "vector"),
    ("body", "content_type"),
    ("content_type", "body"),
)
"""Members of a call that need another one."""
_PROGRAM = ("environment", "files")
"""What a program is given when it starts, so that other cases cannot share its session."""
_COUNTED = ("request", "sequence", "connections", "most_connections")
"""What is expected of the requests of a step."""
_AT_OPENING = ("to", "config", "omit", "null", "unknown", "credentials", "suffix")
"""Members of a call that matter when its handle is opened."""
_SETTING_NEEDS = {
    "overallTimeoutSeconds": "overall-timeout",
    "secondaryKey": "secondary-key",
    "replyLimitBytes": "reply-limit",
    "caCertificates": "tls",
}
"""Members of a configuration that a client knows only if it claims a capability."""
_OF_SERVICE = re.compile(r"(.+)\.(?:uri|key)")

Contradiction = tuple[str, Code, str]
"""The field, the code and the message."""


def contradictions(case: Mapping[str, Any]) -> Iterator[Contradiction]:
    """Each contradiction in a valid expanded case."""
    steps = list(step_tables(case))
    services = service_tables(case)
    for step in steps:
        if step.call is not None:
            yield from _call(step, step.call, case, services)
        yield from _expectation(step, services)
    if "steps" in case:
        yield from _story(case, steps)
        yield from _expectation(StepTable("", None, case.get("expect", {}), {}), services)
    known = {f"{name}.{part}" for name in services for part in ("uri", "key")}
    for name in sorted(placeholders(dict(case))):
        if _OF_SERVICE.fullmatch(name) and name not in known:
            message = f"${{{name}}} names no service of the case; {suggestion(name, sorted(known))}"
            yield "services", Code.UNKNOWN_NAME, message


def _call(
    step: StepTable, call: Mapping[str, Any], case: Mapping[str, Any], services: Mapping[str, Any]
) -> Iterator[Contradiction]:
    where = f"{step.place}call"
    yield from _asked(where, call)
    yield from _mode(step.place, call)
    yield from _capabilities(step, call, case.get("needs", ()))
    yield from _given(where, call, services)
    to = call.get("to", MAIN_SERVICE)
    if not _is_answer_known(step.expect, call):
        replies = services.get(to, {}).get("replies", [])
        scripted = bool(replies) and not any("model" in reply for reply in replies)
        if "vector" not in call or scripted:
            why = "the replies are scripted" if scripted else "there is no vector"
            returned = "document" if call.get("operation") == Operation.SWAGGER else "predictions"
            message = f"needs {returned} or error, since {why}"
            yield f"{step.place}expect", Code.MISSING_KEY, message
    error = step.expect.get("error")
    cancelled = isinstance(error, Mapping) and error.get("kind") == "cancelled"
    if cancelled and "give_up" not in call:
        message = "a call is only cancelled if it is given up: call.give_up"
        yield f"{step.place}expect.error.kind", Code.CONFLICT, message
    for name, needed in _NEEDED:
        if name in call and needed not in call:
            yield f"{where}.{name}", Code.MISSING_KEY, f"requires call.{needed}"
    if call.get("one_row_each") and "predictions" in step.expect:
        message = "the calls have a prediction of the vector each"
        yield f"{step.place}expect.predictions", Code.CONFLICT, message


def _given(
    where: str, call: Mapping[str, Any], services: Mapping[str, Any]
) -> Iterator[Contradiction]:
    """What contradicts itself in what the client is given."""
    to = call.get("to", MAIN_SERVICE)
    if to not in services:
        yield _no_service(f"{where}.to", to, services)
    elif call.get("credentials") == "wrong" and not services[to].get("key"):
        message = "a wrong key is refused only with service.key = true"
        yield f"{where}.credentials", Code.CONFLICT, message
    for name in call.get("omit", ()):
        if name in call.get("config", {}):
            yield f"{where}.omit", Code.CONFLICT, f"{name} is in call.config as well"
    for name in call.get("null", ()):
        if name in call.get("config", {}) or name in call.get("omit", ()):
            yield f"{where}.null", Code.CONFLICT, f"{name} is in call.config or call.omit as well"


def _asked(where: str, call: Mapping[str, Any]) -> Iterator[Contradiction]:
    operation = call.get("operation", Operation.SCORE)
    given = [name for name in _SCORED if name in call]
    if operation != Operation.SCORE:
        for name in given:
            message = f"nothing is scored by operation = {operation!r}"
            yield f"{where}.{name}", Code.CONFLICT, message
    elif not given:
        yield where, Code.MISSING_KEY, f"needs one of {', '.join(_SCORED)}"
    elif len(given) > 1:
        yield where, Code.CONFLICT, f"{' and '.join(given)} cannot stand together"


def _is_answer_known(expect: Mapping[str, Any], call: Mapping[str, Any]) -> bool:
    """Whether a step says what must come of its call, or that follows from the operation."""
    if call.get("operation") == Operation.HEALTH:
        return True
    return bool({"predictions", "document", "error"} & expect.keys())


def _capabilities(
    step: StepTable, call: Mapping[str, Any], needs: Collection[str]
) -> Iterator[Contradiction]:
    """What a client can only be asked for or given if it claims a capability."""
    needed = {}
    if "payload" in call and call.get("mode") != "one-shot":
        needed["call.payload"] = "payload"
    if "body" in call:
        needed["call.body"] = "bytes"
    if (operation := call.get("operation", Operation.SCORE)) != Operation.SCORE:
        needed["call.operation"] = operation
    if "options" in call:
        needed["call.options"] = "call-options"
    if "response" in step.expect:
        needed["expect.response"] = "response"
    for given in ("config", "options"):
        table = call.get(given, {})
        needed |= {
            f"call.{given}.{name}": capability
            for name, capability in _SETTING_NEEDS.items()
            if name in table
        }
        retries = table.get("retries", 0)
        if type(retries) is int and retries > 0:  # anything else is refused by every client
            needed[f"call.{given}.retries"] = "retries"
    for name, capability in needed.items():
        if capability not in needs:
            yield f"{step.place}{name}", Code.CONFLICT, f"requires needs = ['{capability}']"


def _mode(place: str, call: Mapping[str, Any]) -> Iterator[Contradiction]:
    if call.get("mode") == "one-shot":
        for name in _SESSION_ONLY:
            if name in call:
                yield f"{place}call.{name}", Code.CONFLICT, "requires mode = 'session'"
        return
    if "stdin" in call:
        yield f"{place}call.stdin", Code.CONFLICT, "requires mode = 'one-shot'"
    for name in (*_PROGRAM, "end_of_input"):
        if name in call and not call.get("alone"):
            yield f"{place}call.{name}", Code.CONFLICT, "requires call.alone or mode = 'one-shot'"


def _expectation(step: StepTable, services: Mapping[str, Any]) -> Iterator[Contradiction]:
    expect, place = step.expect, f"{step.place}expect"
    if "code" in expect and step.call is not None:
        yield f"{place}.code", Code.CONFLICT, "is about a message that is no call"
    for name, one in expect.get("services", {}).items():
        if name not in services:
            yield _no_service(f"{place}.services.{name}", name, services)
        elif "connections" in one and not _has_own_port(services[name]):
            message = "requires a service with a port of its own: listener = 'own', or tls"
            yield f"{place}.services.{name}.connections", Code.CONFLICT, message
        elif "handshake" in one and "tls" not in services[name]:
            yield f"{place}.services.{name}.handshake", Code.CONFLICT, "requires a service with tls"
    yield from _request(place, "request", expect.get("request", {}), step.call)
    for number, request in enumerate(expect.get("sequence", ())):
        yield from _request(place, f"sequence.{number}", request, step.call)
        if (name := request.get("service")) is not None and name not in services:
            yield _no_service(f"{place}.sequence.{number}.service", name, services)


def _no_service(field: str, name: str, services: Collection[str]) -> Contradiction:
    message = f"there is no service {name!r}; {suggestion(name, sorted(services))}"
    return field, Code.UNKNOWN_NAME, message


def _has_own_port(service: Mapping[str, Any]) -> bool:
    return "tls" in service or service.get("listener") == "own"


def _story(case: Mapping[str, Any], steps: list[StepTable]) -> Iterator[Contradiction]:
    for name in ("predictions", "error", "code", "within_seconds"):
        if name in case.get("expect", {}):
            message = "belongs to a step, since the case has steps"
            yield f"expect.{name}", Code.CONFLICT, message
    if steps[0].table.get("beside_previous"):
        yield "step 1: beside_previous", Code.CONFLICT, "there is no step before the first one"
    for step, following in zip(steps, (*steps[1:], None), strict=True):
        yield from _of_program(case.get("call", {}), step)
        if step.table.get("beside_previous") or (
            following is not None and following.table.get("beside_previous")
        ):
            for name in _COUNTED:
                if name in step.expect:
                    message = "steps that begin together share their requests"
                    yield f"{step.place}expect.{name}", Code.CONFLICT, message
    yield from _handles(steps)


def _of_program(common: Mapping[str, Any], step: StepTable) -> Iterator[Contradiction]:
    """What a step states of a program that all steps have in common."""
    if step.call is None:
        if common.get("mode") == "one-shot":
            yield f"{step.place}message", Code.CONFLICT, "requires mode = 'session'"
        return
    one_shot = step.call.get("mode") == "one-shot"
    for name in ("mode", "alone", "end_of_input", *(() if one_shot else _PROGRAM)):
        if step.call.get(name) != common.get(name):
            message = "is the same in all steps: state it in the case's call"
            yield f"{step.place}call.{name}", Code.CONFLICT, message


def _handles(steps: list[StepTable]) -> Iterator[Contradiction]:
    """What a step states of a handle that an earlier step has opened."""
    opened: set[str] = set()
    for step in steps:
        if step.call is None:
            continue
        handle = step.call.get("handle", MAIN_HANDLE)
        if step.table.get("call", {}).get("reopen"):
            if handle not in opened:
                message = f"no earlier step has opened the handle {handle}"
                yield f"{step.place}call.reopen", Code.CONFLICT, message
            opened.discard(handle)
        for name in _AT_OPENING if handle in opened else ():
            if name in step.table.get("call", {}):
                message = f"the handle {handle} is open already, so this is not used"
                yield f"{step.place}call.{name}", Code.CONFLICT, message
        opened.add(handle)
        if step.call.get("give_up") == "close":
            opened.discard(handle)


def _request(
    place: str, field: str, request: Mapping[str, Any], call: Mapping[str, Any] | None
) -> Iterator[Contradiction]:
    for name, pattern in request.get("matches", {}).items():
        try:
            re.compile(pattern)
        except re.error as error:
            message = f"is not a regular expression: {error}"
            yield f"{place}.{field}.matches.{name}", Code.INVALID, message
    if request.get("body") and call is None:
        message = "several steps send different bodies: state it in each of them"
        yield f"{place}.{field}.body", Code.CONFLICT, message
    elif request.get("body") and call is not None and "stdin" in call:
        try:
            parse(call["stdin"])
        except ValueError:
            message = "call.stdin is not JSON, so no body can be compared with it"
            yield f"{place}.{field}.body", Code.CONFLICT, message
