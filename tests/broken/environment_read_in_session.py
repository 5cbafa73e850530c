"""Takes the key of a session from the environment if its configuration has none.

A configured key is used.
"""

import os
import sys
from typing import Any, Final

from _client import Client
from _program import run

CAUGHT_BY: Final = ("modes/session-input-ends",)
VIOLATES: Final = ("CONFIG-4",)


class _FromEnvironment(Client):
    def __init__(self, *args: Any, **more: Any) -> None:
        more.setdefault("key", os.environ.get("AZUREML_SCORING_KEY"))
        super().__init__(*args, **more)


sys.exit(run(_FromEnvironment))
