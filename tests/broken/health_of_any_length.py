"""Takes a 2xx reply for healthy though its body is longer than the limit.

All other replies are limited.
"""

import contextlib
import sys
from typing import Any, Final

from _client import Client
from _program import run
from azureml_scoring.errors import ResponseFormatError

CAUGHT_BY: Final = ("limits/health-over-limit",)
VIOLATES: Final = ("LIMIT-1",)


class _AnyHealth(Client):
    def health(self, **more: Any) -> None:
        with contextlib.suppress(ResponseFormatError):
            super().health(**more)


sys.exit(run(_AnyHealth))
