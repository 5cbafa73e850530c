"""`scoreline explain`: shows cases and requirements as text."""

from __future__ import annotations

import argparse

from scoreline.formats.printing import say
from scoreline.reports.explanation import explain, explain_requirement
from scoreline.runner.options import Options
from scoreline.runner.selection import select_cases, select_requirements
from scoreline.suite.loader import load_suite


def main(arguments: argparse.Namespace) -> int:
    """Explains the cases, or the requirements, that match `arguments.name`.

    Args:
        arguments: `name`, an identifier or a shell pattern.

    Raises:
        BadInputError: nothing matches, or a file of the suite cannot be used.
    """
    suite, name = load_suite(cache=Options().cache), arguments.name
    identifiers = select_requirements(suite.requirements, name, suite.cases)
    if identifiers:
        requirements = [suite.requirements[one] for one in identifiers]
        texts = [list(explain_requirement(one, suite.cases)) for one in requirements]
    else:
        cases = select_cases(suite.cases, [name])
        texts = [list(explain(case, suite.requirements)) for case in cases]
    for number, lines in enumerate(texts):
        for line in [""] * bool(number) + lines:
            say(line)
    return 0
