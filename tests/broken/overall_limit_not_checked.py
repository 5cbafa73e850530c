"""Takes any value for the overall limit.

What is not a time means no limit.
"""

import sys
from typing import Any, Final

from _client import Client
from _program import run
from azureml_scoring import configuration
from azureml_scoring.program import messages

CAUGHT_BY: Final = (
    "limits/overall-negative",
    "limits/overall-text",
    "limits/overall-zero",
    "options/invalid-overall-negative",
    "options/invalid-overall-text",
    "options/invalid-overall-zero",
)
VIOLATES: Final = ("CONFIG-1",)


def _checked_seconds(name: str, seconds: Any) -> float:
    if name != "overall_timeout":
        return checked_seconds(name, seconds)
    return seconds if type(seconds) in {int, float} and seconds > 0 else 1e9


checked_seconds = configuration._checked_seconds
configuration._checked_seconds = _checked_seconds
messages._CONFIGURATION["overallTimeoutSeconds"] = ("overall_timeout", object)
sys.exit(run(Client))
