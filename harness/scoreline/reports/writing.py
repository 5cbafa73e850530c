"""The files that `--report FORMAT=FILE` names: opened before the run, complete when it ends."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TextIO

from scoreline.fault import Code
from scoreline.formats.problem import BadInputError, Problem
from scoreline.formats.suggestion import suggestion
from scoreline.reports.failure import Rerun
from scoreline.reports.registry import FORMATS, Streamed, Whole
from scoreline.results.event import Event
from scoreline.results.keeping import KeptEvents
from scoreline.results.report import fold

OPTION = "--report"
STANDARD_OUTPUT = "-"


@dataclass(frozen=True, slots=True)
class ReportSpec:
    """One report to write.

    Attributes:
        format: its name in `registry.FORMATS`.
        path: the file; `-` is standard output.
    """

    format: str
    path: str

    def __str__(self) -> str:
        """As it was given."""
        return f"{self.format}={self.path}"


def parse_spec(text: str) -> ReportSpec:
    """Reads `FORMAT=FILE`.

    Raises:
        BadInputError: it does not have that form, or there is no such format.
    """
    name, separator, path = text.partition("=")
    if not separator or not path:
        raise _bad(Code.OPTION, text, "is not FORMAT=FILE")
    if name not in FORMATS:
        raise _bad(Code.OPTION, text, f"unknown format; {suggestion(name, sorted(FORMATS))}")
    return ReportSpec(name, path)


@contextlib.contextmanager
def open_reports(specs: Sequence[ReportSpec], rerun: Rerun) -> Iterator[Callable[[Event], None]]:
    """Opens the files of some reports, and takes the events of a run.

    Formats that stream are written with each event. The others are written at the end, also if
    the run is cut off, by an exception too; without any event their files stay empty.

    Args:
        specs: the reports; may be empty.
        rerun: makes the command that plays an item again.

    Yields:
        What each event is to be given to. Raises OSError if a report cannot be written.

    Raises:
        BadInputError: two reports name the same file, or one cannot be opened.
        OSError: a report cannot be written.
    """
    _refuse_duplicates(specs)
    events = KeptEvents()  # for the reports that are written at the end
    streamed: list[tuple[Streamed, TextIO]] = []
    whole: list[tuple[Whole, TextIO]] = []
    with contextlib.ExitStack() as files:
        for spec in specs:
            form, file = FORMATS[spec.format], files.enter_context(_open(spec))
            if isinstance(form, Streamed):
                streamed.append((form, file))
            else:
                whole.append((form, file))

        def emit(event: Event) -> None:
            if whole:
                events.append(event)
            for form, file in streamed:
                file.write(form.line(event))
                file.flush()

        try:
            yield emit
        finally:
            if events:
                report = fold(events)
                for form, file in whole:
                    file.write(form.render(report, rerun))


def _refuse_duplicates(specs: Sequence[ReportSpec]) -> None:
    known: set[str] = set()
    for spec in specs:
        path = spec.path if spec.path == STANDARD_OUTPUT else os.path.realpath(spec.path)
        if path in known:
            raise _bad(Code.OPTION, str(spec), "another report is written to the same file")
        known.add(path)


def _open(spec: ReportSpec) -> TextIO:
    """UTF-8 whatever the terminal's encoding; the file of standard output stays open."""
    to_stdout = spec.path == STANDARD_OUTPUT
    try:
        return open(
            sys.stdout.fileno() if to_stdout else spec.path,
            "w",
            encoding="utf-8",
            errors="backslashreplace",
            newline="\n",
            closefd=not to_stdout,
        )
    except OSError as error:
        raise _bad(Code.UNREADABLE, str(spec), error.strerror or str(error)) from error


def _bad(code: Code, given: str, message: str) -> BadInputError:
    return BadInputError([Problem(code, OPTION, given, message)])
