"""`scoreline explain`: a case in words."""

from __future__ import annotations

import argparse

from scoreline.reports.explanation import explain
from scoreline.runner.selection import select_cases
from scoreline.suite.loader import load_suite


def main(arguments: argparse.Namespace) -> int:
    """Tells the cases that match.

    Raises:
        BadInputError: none does.
    """
    suite = load_suite()
    told = (
        "\n".join(explain(case, suite.requirements))
        for case in select_cases(suite.cases, [arguments.case], "CASE")
    )
    print("\n\n".join(told))  # noqa: T201 - the command's own output
    return 0
