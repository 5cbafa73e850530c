"""Leaves the character delete out of a key.

Other characters that no header can carry are refused.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring.program import messages

CAUGHT_BY: Final = ("configuration/key-delete",)
VIOLATES: Final = ("CONFIG-1",)


def _changed(config: dict[str, object]) -> dict[str, object]:
    key = config.get("key")
    if isinstance(key, str):
        config = {**config, "key": key.replace("\x7f", "")}
    return client_arguments(config)


client_arguments = messages.client_arguments
messages.client_arguments = _changed
sys.exit(run(Client))
