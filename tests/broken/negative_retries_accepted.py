"""Takes a negative number of retries for none.

A number of retries of the wrong type is refused.
"""

import sys
from typing import Final

from _program import run
from azureml_scoring import ScoringClient
from azureml_scoring.program import messages

CAUGHT_BY: Final = ("configuration/retries-negative",)
VIOLATES: Final = ("CONFIG-2",)


def _lenient(config: dict[str, object]) -> dict[str, object]:
    checked = dict(config)
    retries = checked.get("retries")
    if type(retries) is int and retries < 0:
        del checked["retries"]
    return client_arguments(checked)


client_arguments = messages.client_arguments
messages.client_arguments = _lenient
sys.exit(run(ScoringClient))
