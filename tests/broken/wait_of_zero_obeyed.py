"""Makes its next attempt at once if a reply asks to wait for no time at all.

Without such a header it waits.
"""

import sys
from datetime import datetime
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Reply, retrying

CAUGHT_BY: Final = (
    "retries/backs-off-after-zero",
    "retries/waits-as-asked-in-milliseconds",
)
VIOLATES: Final = ("RETRY-8",)


def _wait_after(reply: Reply, retry: int, chance: float, now: datetime) -> float | None:
    wait = wait_after(reply, retry, chance, now)
    return 0.0 if wait is not None and reply.headers.get("retry-after") == "0" else wait


wait_after = retrying.wait_after
retrying.wait_after = _wait_after
sys.exit(run(Client))
