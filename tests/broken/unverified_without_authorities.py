"""Takes any certificate if it was given no authorities.

With authorities it verifies the certificate.
"""

import sys
from typing import Any, Final

from _program import run
from azureml_scoring import ScoringClient

CAUGHT_BY: Final = (
    "retries/not-after-a-wrong-certificate",
    "tls/from-an-unknown-authority",
    "tls/self-signed",
)
VIOLATES: Final = ("TLS-1",)


class _Unverified(ScoringClient):
    def __init__(self, *args: Any, ca_certificates: str | None = None, **more: Any) -> None:
        super().__init__(*args, ca_certificates=ca_certificates, **more)
        if ca_certificates is None:
            if self._transport._context is not None:
                self._transport._context.check_hostname = False
            self._transport._settings["verify"] = False


sys.exit(run(_Unverified))
