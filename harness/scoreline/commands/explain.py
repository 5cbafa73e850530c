"""`scoreline explain`: a case in words."""

from __future__ import annotations

import argparse
import sys

from scoreline.contract.loader import load_suite
from scoreline.contract.problem import BadInputError
from scoreline.engine.selection import select_cases
from scoreline.reports.words import explain

BAD_INPUT = 2


def main(arguments: argparse.Namespace) -> int:
    """Runs the command; its exit status."""
    try:
        suite = load_suite()
        for number, case in enumerate(select_cases(suite.cases, [arguments.case])):
            if number:
                print()  # noqa: T201 - the command's own output
            print("\n".join(explain(case, suite.requirements)))  # noqa: T201
    except BadInputError as error:
        print(f"scoreline: {error}", file=sys.stderr)  # noqa: T201
        return BAD_INPUT
    return 0
