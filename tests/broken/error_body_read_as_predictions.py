"""Returns the body of an error as predictions if it can be read as such.

An error whose body is not a list of numbers is reported.
"""

import contextlib
import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import NoPredictionError, Reply, ScoringError

CAUGHT_BY: Final = ("errors/no-message-504",)
VIOLATES: Final = ("ERROR-1",)


class _BodyFirst(Client):
    def error_of_status(self, reply: Reply) -> ScoringError | None:
        with contextlib.suppress(NoPredictionError):
            self.read_predictions(reply)
            return None
        return super().error_of_status(reply)


sys.exit(run(_BodyFirst))
