"""Sets no limit to an attempt with a payload.

Attempts with rows are limited.
"""

import dataclasses
import sys
from typing import Final

from _program import run
from azureml_scoring import (
    Json,
    ScoringClient,
)

CAUGHT_BY: Final = ("scoring/payload-timeout",)
VIOLATES: Final = ("TIMEOUT-1",)


class _Broken(ScoringClient):
    def score_payload(self, payload: Json) -> Json:
        unlimited = dataclasses.replace(self.configuration, attempt_timeout=1000.0)
        self.configuration = unlimited
        return super().score_payload(payload)


sys.exit(run(_Broken))
