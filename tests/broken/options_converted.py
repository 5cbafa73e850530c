"""Converts an option of another type to its own.

A value that cannot be converted is refused.
"""

import sys
from typing import Any, Final

from _client import Client
from _program import run
from azureml_scoring import CallOptions
from azureml_scoring.program import messages

CAUGHT_BY: Final = (
    "options/invalid-attempt-text",
    "options/invalid-overall-text",
    "options/invalid-retries-fraction",
    "options/invalid-retries-text",
    "options/invalid-retries-true",
)
VIOLATES: Final = ("OPTIONS-2",)


def _call_options(params: Any) -> CallOptions:
    options = dict(params.get("options", {}))
    try:
        for name, kind in KINDS.items():
            if name in options:
                options[name] = kind(options[name])
    except (TypeError, ValueError):
        pass
    return call_options({"options": options})


KINDS: Final = {"retries": int, "attemptTimeoutSeconds": float, "overallTimeoutSeconds": float}
call_options = messages.call_options
messages.call_options = _call_options
sys.exit(run(Client))
