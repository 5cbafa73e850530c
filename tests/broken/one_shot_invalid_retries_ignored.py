"""Makes as many further attempts as by default if the environment of a one-shot names no number.

A number is obeyed.
"""

import sys
from typing import Final

from _program import run
from azureml_scoring import ScoringClient, ScoringError, configuration

CAUGHT_BY: Final = ("retries/one-shot-no-number",)
VIOLATES: Final = ("CONFIG-1", "MODE-7")


def _count_in(text: str) -> int:
    try:
        return count_in(text)
    except ScoringError:
        return 3


count_in = configuration._count_in
configuration._count_in = _count_in
sys.exit(run(ScoringClient))
