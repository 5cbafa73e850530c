"""Takes a host for an address wherever the C library does, as in `127.1` or `0x7f000001`.

All other invalid URIs are refused.
"""

import socket
import sys
from typing import Final

from _program import run
from azureml_scoring import ScoringClient, scoring_uri

CAUGHT_BY: Final = (
    "configuration/uri-host-hexadecimal",
    "configuration/uri-host-hexadecimal-last",
    "configuration/uri-host-octal",
    "configuration/uri-host-one-number",
    "configuration/uri-host-three-numbers",
)
VIOLATES: Final = ("CONFIG-7",)


_is_host = scoring_uri._is_host


def _is_host_of_inet_aton(text: str) -> bool:
    try:
        socket.inet_aton(text)
    except OSError:
        return _is_host(text)
    return True


scoring_uri._is_host = _is_host_of_inet_aton
sys.exit(run(ScoringClient))
