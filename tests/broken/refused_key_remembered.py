"""Repeats the error of a 401 for each later call.

After any other error it scores further rows.
"""

import sys
from collections.abc import Iterable
from typing import Any, Final

from _client import Client
from _program import run
from azureml_scoring import ScoringError

CAUGHT_BY: Final = (
    "connections/after-401",
    "errors/then-scores-401",
    "failures/no-message-of-each-kind",
    "replies/not-repeated-unauthorized",
)
VIOLATES: Final = ("SCORE-4",)


class _Remembering(Client):
    refusal: ScoringError | None = None

    def score(self, rows: Iterable[Iterable[float]], **more: Any) -> list[float]:
        if self.refusal is not None:
            raise self.refusal
        try:
            return super().score(rows, **more)
        except ScoringError as error:
            if error.status == 401:
                self.refusal = error
            raise


sys.exit(run(_Remembering))
