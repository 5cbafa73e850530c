"""Limits a reply as it is received, and not as it is unpacked.

A few bytes of gzip can fill the memory.
"""

import sys
from collections.abc import Callable
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import body

CAUGHT_BY: Final = (
    "limits/prediction-before-the-limit-packed",
    "limits/reply-over-limit-packed",
)
VIOLATES: Final = ("LIMIT-1",)


def _unpacked(content: bytes, _: int, check: Callable[[], None]) -> tuple[bytes, bool]:
    return unpacked(content, 1 << 62, check)


unpacked = body._unpacked
body._unpacked = _unpacked
sys.exit(run(Client))
