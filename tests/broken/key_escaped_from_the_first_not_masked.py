"""Looks for a key only where its first character is written as it is.

Escapes further on are recognised.
"""

import sys
from typing import Final

from _program import run
from azureml_scoring import ScoringClient, secret

CAUGHT_BY: Final = ("secrets/escaped-key-from-the-first",)
VIOLATES: Final = ("SECRET-4",)


def _occurrences(text: str, value: str, *, cut: bool) -> list[tuple[int, int]]:
    found = occurrences(text, value, cut=cut)
    return [(start, end) for start, end in found if text[start] == value[0]]


occurrences = secret.occurrences
secret.occurrences = _occurrences
sys.exit(run(ScoringClient))
