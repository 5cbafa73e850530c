"""Does not compare the host of a certificate with that of the URI.

Authority and period of a certificate are verified.
"""

import sys
from typing import Any, Final

from _program import run
from azureml_scoring import ScoringClient, wire

CAUGHT_BY: Final = ("tls/for-another-host-with-authority",)
VIOLATES: Final = ("TLS-2",)


class _AnyHost(wire._TlsPool):
    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **{**more, "assert_hostname": False})


wire._POOLS["https"] = _AnyHost
sys.exit(run(ScoringClient))
