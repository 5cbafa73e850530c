"""Repeats its first failure for each later call.

Until a call fails, all succeed.
"""

import sys
from collections.abc import Iterable
from typing import Any, Final

from _client import Client
from _program import run
from azureml_scoring import ScoringError

CAUGHT_BY: Final = (
    "calls/cancelled",
    "calls/cancelled-on-a-kept-connection",
    "calls/cancelled-on-the-same-handle",
    "calls/error-ids-in-sequence",
    "calls/failure-beside-success",
    "connections/after-400",
    "connections/after-401",
    "connections/after-424",
    "connections/after-429",
    "connections/after-empty-503",
    "connections/after-error-in-chunks",
    "connections/after-errors",
    "connections/after-html",
    "connections/after-large-error",
    "connections/after-no-content",
    "connections/after-redirect",
    "connections/after-script-failed",
    "connections/closing-an-error",
    "errors/then-*",
    "failures/kind-*",
    "failures/no-*",
    "failures/nothing-of-the-one-before",
    "failures/script-failed-in-others",
    "limits/announced-over-limit",
    "modes/session-spelled-cancellation",
    "options/beside-another",
    "options/fewer-retries",
    "options/invalid-attempt-negative",
    "options/invalid-attempt-zero",
    "options/invalid-overall-negative",
    "options/invalid-overall-zero",
    "options/invalid-retries-negative",
    "options/shorter-attempt",
    "options/shorter-call",
    "replies/not-repeated-*",
    "request/cookies",
    "responses/of-each-call",
    "retries/cancelled-while-waiting",
)
VIOLATES: Final = ("SCORE-4",)


class _Sticky(Client):
    failure: ScoringError | None = None

    def score(self, rows: Iterable[Iterable[float]], **more: Any) -> list[float]:
        if self.failure is not None:
            raise self.failure
        try:
            return super().score(rows, **more)
        except ScoringError as error:
            self.failure = error
            raise


sys.exit(run(_Sticky))
