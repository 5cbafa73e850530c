"""Takes a number for the message of an error.

A text is reported as the message.
"""

import re
import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Reply, ScoringError

CAUGHT_BY: Final = ("errors/no-message-number",)
VIOLATES: Final = ("ERROR-6",)


class _Number(Client):
    def error_of_status(self, reply: Reply) -> ScoringError | None:
        error = super().error_of_status(reply)
        number = re.fullmatch(rb'\{"message": (\d+)\}', reply.body)
        if error is not None and number:
            error.message = number[1].decode()
        return error


sys.exit(run(_Number))
