"""Takes the scoring URI of a session from the environment if its configuration has none.

A configured scoring URI is used.
"""

import os
import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring.program import messages

CAUGHT_BY: Final = ("modes/session-no-uri",)
VIOLATES: Final = ("CONFIG-4",)


def _changed(config: dict[str, object]) -> dict[str, object]:
    uri = os.environ.get("AZUREML_SCORING_URI")
    return client_arguments(config if uri is None else {"uri": uri, **config})


client_arguments = messages.client_arguments
messages.client_arguments = _changed
sys.exit(run(Client))
