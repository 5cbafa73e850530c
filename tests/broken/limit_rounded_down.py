"""Uses whole seconds of a limit above one second.

A limit below one second is used.
"""

import sys
from typing import Any, Final

from _client import Client
from _program import run

CAUGHT_BY: Final = ("timeouts/fraction",)
VIOLATES: Final = ("TIMEOUT-3",)


class _Broken(Client):
    def __init__(self, *args: Any, attempt_timeout: float = 60.0, **more: Any) -> None:
        if isinstance(attempt_timeout, int | float) and attempt_timeout > 0:
            attempt_timeout = int(attempt_timeout) or attempt_timeout
        super().__init__(*args, attempt_timeout=attempt_timeout, **more)


sys.exit(run(_Broken))
