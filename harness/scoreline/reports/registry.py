"""The formats of `--report FORMAT=FILE`, by name. A new one is a module and a line here."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from scoreline.reports.failure import Rerun
from scoreline.results.event import Event
from scoreline.results.report import Report


@dataclass(frozen=True, slots=True)
class Whole:
    """A format that is written once, when the run has ended.

    Attributes:
        render: the text of a report; the run may have been cut off. Takes also what makes the
            command that plays an item again.
    """

    render: Callable[[Report, Rerun], str]


@dataclass(frozen=True, slots=True)
class Streamed:
    """A format that is written during the run, so that a cut-off file holds what is known.

    Attributes:
        line: the text of one event, with the end of the line.
    """

    line: Callable[[Event], str]


def _call(module: str, name: str, *arguments: Any) -> str:
    text: str = getattr(importlib.import_module(f"scoreline.reports.{module}"), name)(*arguments)
    return text


FORMATS: Final[Mapping[str, Whole | Streamed]] = {
    "json": Streamed(partial(_call, "jsonlines", "line")),
    "junit": Whole(partial(_call, "junit", "render")),
}
"""By name. The module of a format is imported when it is used."""
