"""Makes a further call if a reply is not a prediction.

A script that answers without one does so again.
"""

import sys
from typing import Any, Final

from _client import Client
from _program import run
from azureml_scoring import ErrorKind, Operation, ScoringError

CAUGHT_BY: Final = ("*",)
VIOLATES: Final = ("RETRY-2", "REQUEST-1")


class _Insisting(Client):
    def call(self, operation: Operation[Any], **more: Any) -> Any:
        try:
            return super().call(operation, **more)
        except ScoringError as error:
            if error.kind is not ErrorKind.RESPONSE_FORMAT:
                raise
        return super().call(operation, **more)


sys.exit(run(_Insisting))
