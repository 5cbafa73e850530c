"""Takes `caCertificates`, which is a capability.

docs/protocol.md, Capabilities.
"""

import sys

from _program import run
from _tls import TlsClient

sys.exit(run(TlsClient))
