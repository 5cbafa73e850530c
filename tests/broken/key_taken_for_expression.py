"""Looks for the key as a regular expression.

A key of letters and digits is masked.
"""

import re
import sys
from typing import Final

from _program import run
from azureml_scoring import ScoringClient, secret

CAUGHT_BY: Final = (
    "limits/key-cut-by-the-limit",
    "secrets/escaped-*",
    "secrets/odd-*",
)
VIOLATES: Final = ("SECRET-2",)


def _expression(text: str, value: str, **_more: bool) -> list[tuple[int, int]]:
    try:
        return [found.span() for found in re.finditer(value, text)]
    except re.error:
        return []


secret.occurrences = _expression
sys.exit(run(ScoringClient))
