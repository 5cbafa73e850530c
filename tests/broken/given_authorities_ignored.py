"""Trusts the authorities of the platform alone, even if it was given others.

A certificate that it cannot verify is refused.
"""

import sys
from typing import Any, Final

from _program import run
from _tls import TlsClient

CAUGHT_BY: Final = ("tls/trusted",)
VIOLATES: Final = ("TLS-2",)


class _Ignoring(TlsClient):
    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self._transport._settings["verify"] = True


sys.exit(run(_Ignoring))
