"""Never sends its secondary key.

It is checked, and masked.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Secret
from azureml_scoring.credential import Keys

CAUGHT_BY: Final = (
    "keys/both-refused",
    "keys/changed-once",
    "keys/one-shot-secondary",
    "keys/primary-again",
    "keys/secondary-after-401",
    "keys/secondary-outside-the-retries",
    "keys/secondary-refused-after-503",
    "options/same-key",
    "responses/after-a-refused-key",
)
VIOLATES: Final = ("AUTH-4",)


def _other_than(self: Keys, refused: Secret) -> Secret | None:  # noqa: ARG001
    return None


Keys.other_than = _other_than
sys.exit(run(Client))
