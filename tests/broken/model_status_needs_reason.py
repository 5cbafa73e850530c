"""Reports the model's status only if the reply has its reason as well.

The reason is reported by itself.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Reply, ScoringError

CAUGHT_BY: Final = ("errors/model-status",)
VIOLATES: Final = ("ERROR-3",)


class _Needing(Client):
    def error_of_status(self, reply: Reply) -> ScoringError | None:
        error = super().error_of_status(reply)
        if error is not None and error.model_reason is None:
            error.model_status = None
        return error


sys.exit(run(_Needing))
