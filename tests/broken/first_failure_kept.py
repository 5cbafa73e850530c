"""Repeats its first failure for each later call.

Until a call fails, all succeed.
"""

import sys
from collections.abc import Iterable
from typing import Final

from _program import run
from azureml_scoring import ScoringClient, ScoringError

CAUGHT_BY: Final = (
    "calls/failure-beside-success",
    "connections/after-400",
    "connections/after-429",
    "connections/after-empty-503",
    "connections/after-error-in-chunks",
    "connections/after-errors",
    "connections/after-html",
    "connections/after-script-failed",
    "errors/then-*",
)
VIOLATES: Final = ("SCORE-4",)


class _Sticky(ScoringClient):
    failure: ScoringError | None = None

    def score(self, rows: Iterable[Iterable[float]]) -> list[float]:
        if self.failure is not None:
            raise self.failure
        try:
            return super().score(rows)
        except ScoringError as error:
            self.failure = error
            raise


sys.exit(run(_Sticky))
