"""Sends a payload that is null with GET.

Every other payload is sent with POST.
"""

import sys
from typing import Any, Final

from _client import Client
from _program import run
from azureml_scoring import wire

CAUGHT_BY: Final = ("modes/one-shot-sends-null",)
VIOLATES: Final = ("REQUEST-1",)


def _request(self: Any, method: str, url: str, *args: Any, **more: Any) -> None:
    body = more.get("body") or (args[0] if args else None)
    request(self, "GET" if body == b"null" else method, url, *args, **more)


request = wire._ExactRequest.request
wire._ExactRequest.request = _request
sys.exit(run(Client))
