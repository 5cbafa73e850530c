"""The stream of a run: each event as a JSON document, and a file of them read back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final, cast

from scoreline.fault import Code
from scoreline.formats.json import DEEPEST, parse
from scoreline.formats.problem import BadInputError, Problem
from scoreline.results.codec import DocumentError, read, write
from scoreline.results.event import (
    ArgumentsUnread,
    ClientReady,
    ClientUnavailable,
    Event,
    ItemJudged,
    Progress,
    RunFinished,
    RunStarted,
)
from scoreline.results.report import NotOneRunError, Report, fold
from scoreline.results.verdict import Verdict

TYPES: Final[Mapping[str, type]] = {
    "run-started": RunStarted,
    "progress": Progress,
    "client-ready": ClientReady,
    "client-unavailable": ClientUnavailable,
    "arguments-unread": ArgumentsUnread,
    "item-judged": ItemJudged,
    "run-finished": RunFinished,
}
"""The types of events by the name that is the first member of each document."""
_NAMES: Final = {type_: name for name, type_ in TYPES.items()}
_DEEPEST: Final = DEEPEST + 10
"""How deep a line may be nested: as deep as an answer, inside an event."""


def encode(event: Event) -> dict[str, Any]:
    """An event as `schemas/harness/report.schema.json` describes it.

    The members are those of the event, for `item-judged` those of its verdict. Bytes are
    `{"text": …}` if they are UTF-8, else `{"base64": …}`; answers carry their `kind`.
    """
    value = event.verdict if isinstance(event, ItemJudged) else event
    members: dict[str, Any] = write(value)
    return {"event": _NAMES[type(event)]} | members


def decode(document: object) -> Event:
    """The event that `encode` made a document from.

    Raises:
        DocumentError: the document is not that of an event.
    """
    if not isinstance(document, dict):
        raise DocumentError("is not an object")
    members = {name: value for name, value in document.items() if name != "event"}
    name = document.get("event")
    if not isinstance(name, str) or name not in TYPES:
        raise DocumentError(f"has no event that is one of {', '.join(TYPES)}", Code.UNKNOWN_NAME)
    if TYPES[name] is ItemJudged:
        return ItemJudged(read(members, Verdict))
    return cast("Event", read(members, TYPES[name]))


def read_events(path: Path) -> tuple[Event, ...]:
    """The events of a file that holds one document per line; `fold` takes them.

    A run that was cut off leaves a file without `run-finished`, or one that ends in the middle of
    a line, which is left out. Neither is an error.

    Raises:
        BadInputError: the file cannot be read, is empty, holds a line that is not an event, does
            not begin with `run-started`, or its events contradict each other.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise _bad(Code.UNREADABLE, path, "", error.strerror or str(error)) from error
    events = tuple(_events(path, data))
    if not events:
        raise _bad(Code.EMPTY, path, "", "does not hold an event")
    if not isinstance(events[0], RunStarted):
        raise _bad(Code.INVALID, path, "line 1", "the first event is not run-started")
    try:
        fold(events)
    except NotOneRunError as error:
        raise _bad(Code.INVALID, path, "", str(error)) from error
    return events


def read_report(path: Path) -> Report:
    """The report on the run whose events a file holds; `finished` is None if it was cut off.

    Raises:
        BadInputError: see `read_events`.
    """
    return fold(read_events(path))


def _events(path: Path, data: bytes) -> Iterator[Event]:
    for number, line in enumerate(data.splitlines(keepends=True), 1):
        where = f"line {number}"
        try:
            document = parse(line, _DEEPEST)
        except ValueError as error:
            if not line.endswith(b"\n"):
                return  # the last line, which was cut off
            raise _bad(Code.INVALID_JSON, path, where, f"is not JSON: {error}") from error
        try:
            yield decode(document)
        except DocumentError as error:
            place = ": ".join(filter(None, (where, ".".join(error.path))))
            raise _bad(error.code, path, place, str(error)) from error


def _bad(code: Code, path: Path, where: str, message: str) -> BadInputError:
    return BadInputError([Problem(code, str(path), where, message)])
