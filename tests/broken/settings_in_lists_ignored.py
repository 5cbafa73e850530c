"""Takes the default for a setting that is a list, unless it is the URI or the limit for an attempt.

Values of any other wrong type are refused.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring.program import messages

CAUGHT_BY: Final = (
    "configuration/application-list",
    "configuration/connecting-list",
    "configuration/key-list",
    "configuration/retries-list",
)
VIOLATES: Final = ("CONFIG-2",)


def _changed(config: dict[str, object]) -> dict[str, object]:
    kept = ("uri", "attemptTimeoutSeconds")
    return client_arguments(
        {
            name: value
            for name, value in config.items()
            if name in kept or not isinstance(value, list)
        }
    )


client_arguments = messages.client_arguments
messages.client_arguments = _changed
sys.exit(run(Client))
