"""Sets no limit to an attempt with a payload.

Attempts with rows are limited.
"""

import dataclasses
import sys
from typing import Any, Final

from _client import Client
from _program import run
from azureml_scoring import (
    Json,
)

CAUGHT_BY: Final = ("scoring/payload-timeout",)
VIOLATES: Final = ("TIMEOUT-1",)


class _Broken(Client):
    def score_payload(self, payload: Json, **more: Any) -> Json:
        self._configuration = dataclasses.replace(self.configuration, attempt_timeout=1000.0)
        return super().score_payload(payload, **more)


sys.exit(run(_Broken))
