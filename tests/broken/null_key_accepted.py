"""Takes a key that is null for none.

Every other null is refused.
"""

import sys
from typing import Final

from _program import run
from azureml_scoring import ScoringClient
from azureml_scoring.program import messages

CAUGHT_BY: Final = ("configuration/null-key",)
VIOLATES: Final = ("CONFIG-2",)


def _lenient(config: dict[str, object]) -> dict[str, object]:
    checked = dict(config)
    if "key" in checked and checked["key"] is None:
        del checked["key"]
    return client_arguments(checked)


client_arguments = messages.client_arguments
messages.client_arguments = _lenient
sys.exit(run(ScoringClient))
