"""Takes any text for a secondary key.

The primary key is checked.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Secret, configuration

CAUGHT_BY: Final = (
    "keys/secondary-broken",
    "keys/secondary-empty",
    "keys/secondary-not-ascii",
    "keys/secondary-two-words",
)
VIOLATES: Final = ("CONFIG-1",)


def _checked_key(name: str, key: str) -> Secret:
    return Secret(key) if name == "secondary key" else checked_key(name, key)


checked_key = configuration._checked_key
configuration._checked_key = _checked_key
sys.exit(run(Client))
