"""Takes the limit for an attempt under another spelling of its name as well.

Other names that the protocol does not define are ignored.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring.program import messages

CAUGHT_BY: Final = ("configuration/unknown-members",)
VIOLATES: Final = ("CONFIG-3",)


def _changed(config: dict[str, object]) -> dict[str, object]:
    if "attempt_timeout_seconds" in config:
        config = {**config, "attemptTimeoutSeconds": config["attempt_timeout_seconds"]}
    return client_arguments(config)


client_arguments = messages.client_arguments
messages.client_arguments = _changed
sys.exit(run(Client))
