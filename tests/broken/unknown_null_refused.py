"""Refuses a configuration with an unknown member that is null.

Unknown members of every other type are ignored.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring.errors import configuration_error
from azureml_scoring.program import messages

CAUGHT_BY: Final = ("configuration/unknown-members",)
VIOLATES: Final = ("CONFIG-3",)


def _changed(config: dict[str, object]) -> dict[str, object]:
    if any(value is None for name, value in config.items() if name not in messages._CONFIGURATION):
        raise configuration_error("a member is null")
    return client_arguments(config)


client_arguments = messages.client_arguments
messages.client_arguments = _changed
sys.exit(run(Client))
