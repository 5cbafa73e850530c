"""Takes a limit for an attempt that is a text of digits.

A limit that is any other text is refused.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring.program import messages

CAUGHT_BY: Final = ("configuration/timeout-digits",)
VIOLATES: Final = ("CONFIG-2",)


def _changed(config: dict[str, object]) -> dict[str, object]:
    limit = config.get("attemptTimeoutSeconds")
    if isinstance(limit, str) and limit.isdecimal():
        config = {**config, "attemptTimeoutSeconds": int(limit)}
    return client_arguments(config)


client_arguments = messages.client_arguments
messages.client_arguments = _changed
sys.exit(run(Client))
