"""Looks for the key as a regular expression.

A key of letters and digits is masked.
"""

import sys
from typing import Final

from _program import run
from azureml_scoring import ScoringClient, secret

CAUGHT_BY: Final = (
    "secrets/escaped-key",
    "secrets/odd-*",
)
VIOLATES: Final = ("SECRET-2",)


def _expression(value: str) -> secret.re.Pattern[str]:
    try:
        return secret.re.compile(value)
    except secret.re.error:
        return secret.re.compile("(?!)")


secret._echo_of = _expression
sys.exit(run(ScoringClient))
