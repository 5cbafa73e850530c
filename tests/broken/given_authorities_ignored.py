"""Trusts the authorities of the platform alone, even if it was given others.

A certificate that it cannot verify is refused.
"""

import sys
from typing import Any, Final

from _program import run
from azureml_scoring import ScoringClient

CAUGHT_BY: Final = (
    "tls/closed-within-a-reply",
    "tls/reset-within-a-reply",
    "tls/trusted",
)
VIOLATES: Final = ("TLS-2",)


class _Ignoring(ScoringClient):
    def __init__(self, *args: Any, ca_certificates: str | None = None, **more: Any) -> None:
        super().__init__(*args, ca_certificates=ca_certificates, **more)  # which checks it
        super().__init__(*args, **more)


sys.exit(run(_Ignoring))
