"""Reports a model's status that is not a number as zero.

A number is reported.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Reply, ScoringError

CAUGHT_BY: Final = (
    "errors/model-number-and-more",
    "errors/model-text",
)
VIOLATES: Final = ("ERROR-7",)


class _Zero(Client):
    def error_of_status(self, reply: Reply) -> ScoringError | None:
        error = super().error_of_status(reply)
        if error is not None and "ms-azureml-model-error-statuscode" in reply.headers:
            error.model_status = error.model_status or 0
        return error


sys.exit(run(_Zero))
