"""Takes a certificate that has expired or is not valid yet.

Authority and host of a certificate are verified.
"""

import sys
from typing import Any, Final

from _program import run
from azureml_scoring import ScoringClient

CAUGHT_BY: Final = (
    "tls/expired-with-authority",
    "tls/not-yet-valid-with-authority",
)
VIOLATES: Final = ("TLS-2",)


NO_CHECK_TIME: Final = 0x200000
"""X509_V_FLAG_NO_CHECK_TIME of OpenSSL."""


class _AnyTime(ScoringClient):
    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        if self._transport._context is not None:
            self._transport._context.verify_flags |= NO_CHECK_TIME


sys.exit(run(_AnyTime))
