"""Has no limit for a call with all its attempts.

The value is checked.
"""

import dataclasses
import sys
from typing import Any, Final

from _client import Client
from _program import run

CAUGHT_BY: Final = (
    "limits/overall-before-a-long-wait",
    "limits/overall-between-attempts",
    "limits/overall-over-attempts",
    "limits/overall-while-connecting",
    "limits/overall-within-an-attempt",
)
VIOLATES: Final = ("LIMIT-3",)


class _Patient(Client):
    def __init__(self, *arguments: Any, **settings: Any) -> None:
        super().__init__(*arguments, **settings)
        self._configuration = dataclasses.replace(self._configuration, overall_timeout=1e9)


sys.exit(run(_Patient))
