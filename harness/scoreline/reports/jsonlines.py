"""The JSON report: a line an event as it happens, by schemas/harness/report.schema.json."""

from __future__ import annotations

import re
from dataclasses import asdict
from typing import IO, Any

from scoreline.formats.json import render
from scoreline.results.event import CaseJudged, Event

_HUMP = re.compile(r"(?<!^)(?=[A-Z])")


def document(event: Event) -> dict[str, Any]:
    """An event as the schema has it, with `event` as its first member."""
    name = _HUMP.sub("-", type(event).__name__).lower()
    members = asdict(event.verdict if isinstance(event, CaseJudged) else event)
    identity = members.get("identity")
    if identity is not None:
        identity["capabilities"] = sorted(identity["capabilities"])
    return {"event": name} | members


class JsonLines:
    """Writes each event when it comes, so that a report which was cut off is worth what it has."""

    def __init__(self, stream: IO[str]) -> None:
        """Takes the stream; the caller closes it."""
        self._stream = stream

    def __call__(self, event: Event) -> None:
        """Writes one line and hands it to the system."""
        self._stream.write(render(document(event)) + "\n")
        self._stream.flush()
