"""Begins each call with its primary key, even after that was refused.

The secondary key then follows.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Secret
from azureml_scoring.credential import Keys

CAUGHT_BY: Final = (
    "keys/primary-again",
    "keys/secondary-after-401",
    "keys/secondary-outside-the-retries",
    "options/same-key",
)
VIOLATES: Final = ("AUTH-4",)


def _current(self: Keys) -> Secret | None:
    return self.secrets[0] if self.secrets else None


Keys.current = _current
sys.exit(run(Client))
