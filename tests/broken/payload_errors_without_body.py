"""Reports errors of calls with a payload without body and ids.

Those of calls with rows have both.
"""

import sys
from typing import Any, Final

from _client import Client
from _program import run
from azureml_scoring import ErrorKind, Json, ScoringError

CAUGHT_BY: Final = ("scoring/payload-error",)
VIOLATES: Final = ("ERROR-8",)


class _Broken(Client):
    def score_payload(self, payload: Json, **more: Any) -> Json:
        try:
            return super().score_payload(payload, **more)
        except ScoringError as error:
            if error.kind is ErrorKind.SERVICE:
                error.body = error.request_id = None
            raise


sys.exit(run(_Broken))
