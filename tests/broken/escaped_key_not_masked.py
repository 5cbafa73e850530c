"""Masks the key only as it was given, not with its characters escaped as JSON allows.

A key that is echoed as it is is masked.
"""

import re
import sys
from typing import Final

from _program import run
from azureml_scoring import ScoringClient, secret

CAUGHT_BY: Final = (
    "limits/key-cut-by-the-limit",
    "secrets/escaped-*",
)
VIOLATES: Final = ("SECRET-4",)


def _occurrences(text: str, value: str, **_more: bool) -> list[tuple[int, int]]:
    return [found.span() for found in re.finditer(re.escape(value), text)]


secret.occurrences = _occurrences
sys.exit(run(ScoringClient))
