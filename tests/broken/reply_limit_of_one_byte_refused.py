"""Refuses a limit of one byte for a reply.

Every greater one is taken.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import configuration
from azureml_scoring.errors import configuration_error

CAUGHT_BY: Final = ("limits/reply-limit-of-one-byte",)
VIOLATES: Final = ("LIMIT-1",)


def _checked_size(name: str, size: int) -> int:
    if checked_size(name, size) == 1:
        raise configuration_error(f"{name} is too small")
    return size


checked_size = configuration._checked_size
configuration._checked_size = _checked_size
sys.exit(run(Client))
