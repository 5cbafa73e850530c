"""Exits with status 0 even if a one-shot fails.

Standard output and standard error are right.
"""

from typing import Final

from _program import run
from azureml_scoring import ScoringClient

CAUGHT_BY: Final = (
    "modes/one-shot-bad-uri",
    "modes/one-shot-fails",
    "modes/one-shot-no-*",
)
VIOLATES: Final = ("MODE-1",)

run(ScoringClient)
