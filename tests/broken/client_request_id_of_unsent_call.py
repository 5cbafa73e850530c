"""Reports a client request id in an error about the configuration, for which nothing was sent.

The id of a call that was sent is reported as it was sent.
"""

import sys
import uuid
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import ErrorKind, ScoringError
from azureml_scoring.program import messages
from azureml_scoring.program.error_data import error_data

CAUGHT_BY: Final = (
    "configuration/uri-blank",
    "configuration/uri-no-host",
    "configuration/uri-other-scheme",
    "configuration/uri-relative",
)
VIOLATES: Final = ("ERROR-7",)


def _with_id(error: ScoringError) -> dict[str, object]:
    members = error_data(error)
    if error.kind is ErrorKind.CONFIGURATION:
        members["clientRequestId"] = str(uuid.uuid4())
    return members


messages.error_data = _with_id
sys.exit(run(Client))
