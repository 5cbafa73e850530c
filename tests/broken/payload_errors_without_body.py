"""Reports errors of calls with a payload without body and ids.

Those of calls with rows have both.
"""

import sys
from typing import Final

from _program import run
from azureml_scoring import ErrorKind, Json, ScoringClient, ScoringError

CAUGHT_BY: Final = ("scoring/payload-error",)
VIOLATES: Final = ("ERROR-8",)


class _Broken(ScoringClient):
    def score_payload(self, payload: Json) -> Json:
        try:
            return super().score_payload(payload)
        except ScoringError as error:
            if error.kind is ErrorKind.SERVICE:
                error.body = error.request_id = None
            raise


sys.exit(run(_Broken))
