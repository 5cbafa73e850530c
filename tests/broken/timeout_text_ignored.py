"""Takes the default for a time limit that is a text.

A time limit of another wrong type is refused.
"""

import sys
from typing import Final

from _program import run
from azureml_scoring import ScoringClient
from azureml_scoring.program import messages

CAUGHT_BY: Final = (
    "configuration/timeout-digits",
    "configuration/timeout-text",
)
VIOLATES: Final = ("CONFIG-1",)


def _lenient(config: dict[str, object]) -> dict[str, object]:
    checked = dict(config)
    if isinstance(checked.get("attemptTimeoutSeconds"), str):
        del checked["attemptTimeoutSeconds"]
    return client_arguments(checked)


client_arguments = messages.client_arguments
messages.client_arguments = _lenient
sys.exit(run(ScoringClient))
