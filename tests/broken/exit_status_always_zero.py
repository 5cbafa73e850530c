"""Exits with 0 whatever came of the call.

The streams of the one-shot hold what they should.
"""

from typing import Final

from _program import run
from azureml_scoring import ScoringClient

CAUGHT_BY: Final = ("doors/one-shot-fails", "doors/one-shot-no-*", "secrets/echoed-one-shot")

run(ScoringClient)
