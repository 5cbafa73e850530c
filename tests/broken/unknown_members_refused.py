"""Refuses a configuration with a member that it does not know.

Members that it knows are used.
"""

import sys
from typing import Final

from _program import run
from azureml_scoring import ScoringClient
from azureml_scoring.errors import configuration_error
from azureml_scoring.program import messages

CAUGHT_BY: Final = ("configuration/unknown-members",)
VIOLATES: Final = ("CONFIG-3",)


KNOWN: Final = {*messages._CONFIGURATION, "retries"}


def _strict(config: dict[str, object]) -> dict[str, object]:
    if config.keys() - KNOWN:
        raise configuration_error("there is an unknown member")
    return client_arguments(config)


client_arguments = messages.client_arguments
messages.client_arguments = _strict
sys.exit(run(ScoringClient))
