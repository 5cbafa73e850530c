"""The JSON report: one line per event, by schemas/harness/report.schema.json."""

from __future__ import annotations

from scoreline.formats.json import render
from scoreline.results.event import Event
from scoreline.results.stream import encode


def line(event: Event) -> str:
    """An event as a line with its end."""
    return render(encode(event)) + "\n"
