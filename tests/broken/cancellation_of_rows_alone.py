"""Ends a call that is cancelled only if it scores rows.

A call with a payload or bytes, and a question for the health or the description, goes on.
"""

import sys
from typing import Any, Final

from _program import run
from azureml_scoring import ScoringClient

CAUGHT_BY: Final = (
    "calls/cancelled-bytes",
    "calls/cancelled-health",
    "calls/cancelled-payload",
    "calls/cancelled-swagger",
)
VIOLATES: Final = ("CANCEL-1",)


class _Going(ScoringClient):
    def score_payload(self, payload: Any, **_more: Any) -> Any:
        return super().score_payload(payload)

    def score_bytes(self, body: bytes, content_type: str, **_more: Any) -> Any:
        return super().score_bytes(body, content_type)

    def health(self, **_more: Any) -> None:
        super().health()

    def swagger(self, **_more: Any) -> dict[str, Any]:
        return super().swagger()


sys.exit(run(_Going))
