"""Takes any certificate.

A trusted one is taken too.
"""

import sys
from typing import Any, Final

from _program import run
from azureml_scoring import ScoringClient

CAUGHT_BY: Final = (
    "retries/not-after-a-wrong-certificate",
    "tls/expired-with-authority",
    "tls/for-another-host-with-authority",
    "tls/from-*",
    "tls/not-yet-valid-with-authority",
    "tls/self-*",
)
VIOLATES: Final = ("TLS-1", "TLS-2")


class _Unverified(ScoringClient):
    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        if self._transport._context is not None:
            self._transport._context.check_hostname = False
        self._transport._settings["verify"] = False


sys.exit(run(_Unverified))
