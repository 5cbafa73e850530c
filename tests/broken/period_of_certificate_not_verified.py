"""Takes a certificate that has expired or is not valid yet.

Authority and host of a certificate are verified.
"""

import ssl
import sys
from typing import Final

from _program import run
from _tls import TlsClient
from azureml_scoring import wire

CAUGHT_BY: Final = (
    "tls/expired-with-authority",
    "tls/not-yet-valid-with-authority",
)
VIOLATES: Final = ("TLS-2",)


NO_CHECK_TIME: Final = 0x200000
"""X509_V_FLAG_NO_CHECK_TIME of OpenSSL."""


class _AnyTime(wire._TlsConnection):
    def connect(self) -> None:
        context = ssl.create_default_context(cafile=self.ca_certs)
        context.verify_flags |= NO_CHECK_TIME
        self.ssl_context = context
        super().connect()


wire._TlsPool.ConnectionCls = _AnyTime
sys.exit(run(TlsClient))
