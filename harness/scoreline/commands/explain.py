"""`scoreline explain`: shows cases as text."""

from __future__ import annotations

import argparse

from scoreline.reports.explanation import explain
from scoreline.runner.selection import select_cases
from scoreline.suite.loader import load_suite


def main(arguments: argparse.Namespace) -> int:
    """Explains the cases that match `arguments.case`, an identifier or a shell pattern.

    Raises:
        BadInputError: no case matches, or a file of the suite cannot be used.
    """
    suite = load_suite()
    explanations = (
        "\n".join(explain(case, suite.requirements))
        for case in select_cases(suite.cases, [arguments.case], "CASE")
    )
    print("\n\n".join(explanations))  # noqa: T201 - the command's own output
    return 0
