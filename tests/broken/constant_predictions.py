"""Answers every call with the documented predictions, and sends nothing.

The protocol is followed and every configuration is accepted, but no case passes.
"""

import sys
from typing import Any, Final

from _client import Client
from _program import run

CAUGHT_BY: Final = ("*",)
VIOLATES: Final = ("REQUEST-1", "SCORE-1")

DOCUMENTED: Final = [217.67978776218715, 224.78937091757172]


class _Constant(Client):
    def __init__(self, **settings: object) -> None:
        pass

    def score(self, rows: object, **more: Any) -> list[float]:  # noqa: ARG002 - it ignores its input
        return DOCUMENTED

    def score_payload(self, payload: object, **more: Any) -> list[float]:  # noqa: ARG002 - it ignores its input
        return DOCUMENTED

    def close(self) -> None:
        pass


sys.exit(run(_Constant))
