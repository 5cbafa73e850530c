"""Reports the first hundred characters of the model's reason.

A shorter reason is reported as it is.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Reply, ScoringError

CAUGHT_BY: Final = ("errors/model-long-reason",)
VIOLATES: Final = ("ERROR-3",)


class _Cutting(Client):
    def error_of_status(self, reply: Reply) -> ScoringError | None:
        error = super().error_of_status(reply)
        if error is not None and error.model_reason is not None:
            error.model_reason = error.model_reason[:100]
        return error


sys.exit(run(_Cutting))
