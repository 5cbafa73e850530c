"""Makes three further attempts, whatever number it is given.

Only 0 turns them off.
"""

import sys
from typing import Any, Final

from _client import Client
from _program import run

CAUGHT_BY: Final = (
    "configuration/retries-negative",
    "options/beside-another",
    "retries/after-a-refused-connection",
    "retries/configured-*",
    "retries/waits-no-longer-than-asked",
)
VIOLATES: Final = ("RETRY-3",)


class _Fixed(Client):
    def __init__(self, *arguments: Any, retries: int | None = None, **settings: Any) -> None:
        super().__init__(*arguments, retries=retries and 3, **settings)


sys.exit(run(_Fixed))
