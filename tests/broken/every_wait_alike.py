"""Waits no longer before the third attempt than before the second.

A time that is asked for is obeyed.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import retrying

CAUGHT_BY: Final = ("retries/backs-*",)
VIOLATES: Final = ("RETRY-8",)


def _backoff(retry: int, chance: float) -> float:
    return backoff(min(retry, 0), chance)


backoff = retrying.backoff
retrying.backoff = _backoff
sys.exit(run(Client))
