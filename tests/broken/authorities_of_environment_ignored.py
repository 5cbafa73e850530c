"""Trusts the authorities of the platform in a one-shot, whatever its environment names.

In a session it trusts those that it is given.
"""

import os
import sys
from typing import Any, Final

from _program import run
from azureml_scoring import ScoringClient

CAUGHT_BY: Final = ("tls/one-*",)
VIOLATES: Final = ("TLS-2",)


class _Ignoring(ScoringClient):
    def __init__(self, *args: Any, **more: Any) -> None:
        more.setdefault("environment", {**os.environ, "AZUREML_SCORING_CA_FILE": ""})
        super().__init__(*args, **more)


sys.exit(run(_Ignoring))
