"""Sends its key a second time, in base64, in a header of its own.

The header Authorization is right.
"""

import base64
import sys
from dataclasses import replace
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Request

CAUGHT_BY: Final = (
    "calls/*",
    "configuration/unknown-members",
    "configuration/uri-scheme-upper-case",
    "connections/*",
    "errors/attempt-timeout",
    "errors/body-*",
    "errors/connection-closed",
    "errors/cut-*",
    "errors/message-*",
    "errors/model-*",
    "errors/no-*",
    "errors/not-modified",
    "errors/nothing-to-include",
    "errors/redirect-*",
    "errors/reply-cut-off",
    "errors/request-*",
    "errors/reset-*",
    "errors/retry-*",
    "errors/script-*",
    "errors/status-*",
    "errors/then-*",
    "errors/wrong-key",
    "failures/*",
    "framing/*",
    "modes/session-ends",
    "modes/session-spelled-*",
    "modes/session-unknown-messages",
    "replies/*",
    "request/body",
    "request/client-request-id",
    "request/content-type",
    "request/cookie",
    "request/cookies",
    "request/identity-*",
    "request/key",
    "request/key-*",
    "request/one-post",
    "request/retries-*",
    "request/target",
    "request/target-*",
    "request/user-agent",
    "request/version",
    "scoring/*",
    "secrets/across-the-limit",
    "secrets/behind-the-limit",
    "secrets/echoed-*",
    "secrets/escaped-key",
    "secrets/odd-*",
    "secrets/twice-before-the-limit",
    "timeouts/after-a-call-in-time",
    "timeouts/for-*",
    "timeouts/fraction",
    "timeouts/longer-than-connecting",
    "timeouts/silence",
    "timeouts/slow-in-time",
    "timeouts/trickle-*",
)
VIOLATES: Final = ("AUTH-1",)


class _Twice(Client):
    def build_request(self, body: bytes, client_request_id: str) -> Request:
        request = super().build_request(body, client_request_id)
        if self.configuration.key is None:
            return request
        key = base64.b64encode(f":{self.configuration.key.reveal()}".encode()).decode()
        return replace(request, headers={**request.headers, "x-functions-key": key})


sys.exit(run(_Twice))
