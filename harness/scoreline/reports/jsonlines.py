"""The JSON report: one line per event, by schemas/harness/report.schema.json."""

from __future__ import annotations

from scoreline.formats.json import render
from scoreline.formats.printing import printable_json
from scoreline.results.event import Event
from scoreline.results.stream import encode


def line(event: Event) -> str:
    """An event as a line with its end."""
    return printable_json(render(encode(event))) + "\n"
