"""Takes the number of retries for the number of attempts.

Without a number it makes four.
"""

import sys
from typing import Any, Final

from _client import Client
from _program import run

CAUGHT_BY: Final = (
    "configuration/retries-negative",
    "keys/changed-once",
    "keys/secondary-outside-the-retries",
    "keys/secondary-refused-after-503",
    "options/beside-another",
    "options/fewer-retries",
    "options/longer-call",
    "options/shorter-call",
    "responses/after-a-503",
    "responses/after-a-broken-connection",
    "retries/after-a-refused-connection",
    "retries/after-a-time-limit",
    "retries/configured-*",
    "retries/waits-no-longer-than-asked",
    "tls/closed-within-a-reply",
    "tls/reset-within-a-reply",
)
VIOLATES: Final = ("RETRY-3",)


class _Counting(Client):
    def __init__(self, *arguments: Any, retries: int | None = None, **settings: Any) -> None:
        super().__init__(*arguments, retries=retries and max(retries - 1, 0), **settings)


sys.exit(run(_Counting))
