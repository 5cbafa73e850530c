"""Takes the authorities of the platform if those that it was given are not PEM.

Authorities in PEM are used.
"""

import sys
from typing import Any, Final

from _program import run
from azureml_scoring import ScoringClient

CAUGHT_BY: Final = (
    "tls/authorities-empty",
    "tls/authorities-invalid",
)
VIOLATES: Final = ("TLS-2", "CONFIG-1")


class _Lenient(ScoringClient):
    def __init__(self, *args: Any, ca_certificates: str | None = None, **more: Any) -> None:
        given = ca_certificates if "BEGIN" in (ca_certificates or "") else None
        super().__init__(*args, ca_certificates=given, **more)


sys.exit(run(_Lenient))
