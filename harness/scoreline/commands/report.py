"""`scoreline report`: renders the report of an earlier run again."""

from __future__ import annotations

import argparse
import functools
import sys
from pathlib import Path

from scoreline.formats.printing import say
from scoreline.protocol.manifest import reference_manifests
from scoreline.reports import failure, summary, terminal
from scoreline.reports.console import open_console
from scoreline.reports.writing import open_reports, parse_spec
from scoreline.results.report import Report, fold
from scoreline.results.stream import read_events
from scoreline.results.verdict import Verdict

_MANIFEST = "MANIFEST"
"""Stands in the command that plays an item again for a path that a report does not hold."""


def main(arguments: argparse.Namespace) -> int:
    """Writes the reports that were asked for, or shows the run; the run's exit status.

    Args:
        arguments: `run`, the path of a JSON report; `report`, a list of `FORMAT=FILE`.

    Raises:
        BadInputError: the file is not a JSON report, or a report cannot be opened.
        OSError: a report cannot be written.
    """
    specs = [parse_spec(text) for text in arguments.report]
    events = read_events(Path(arguments.run))
    report = fold(events)
    rerun = functools.partial(_rerun, report)
    if not specs:
        terminal.render(report, open_console(), rerun)
        return report.exit_status
    with open_reports(specs, rerun) as emit:
        for event in events:
            emit(event)
    for line in filter(None, [summary.cut_off(report)]):
        say(line, sys.stderr)
    return report.exit_status


def _rerun(report: Report, verdict: Verdict) -> str:
    """The command that plays an item again; only reference clients need no manifest."""
    reference = {path.parent.name for path in reference_manifests()}
    manifests = {
        client.name: _MANIFEST for client in report.clients if client.name not in reference
    }
    return failure.rerun(verdict, manifests, "auto")
