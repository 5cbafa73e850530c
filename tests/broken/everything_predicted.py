"""Answers every call with the documented predictions, and sends nothing.

It speaks the protocol well, takes any configuration, and passes no case.
"""

import sys
from typing import Final

from _program import run
from azureml_scoring import ScoringClient

CAUGHT_BY: Final = ("*",)

DOCUMENTED: Final = [217.67978776218715, 224.78937091757172]


class _Oracle(ScoringClient):
    def __init__(self, **settings: object) -> None:
        pass

    def score(self, rows: object) -> list[float]:  # noqa: ARG002 - it looks at nothing
        return DOCUMENTED

    def score_payload(self, payload: object) -> list[float]:  # noqa: ARG002 - it looks at nothing
        return DOCUMENTED

    def close(self) -> None:
        pass


sys.exit(run(_Oracle))
