"""Adds its key to the query of the URI.

The key is also in the header, and the path is right.
"""

import dataclasses
import sys
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
VIOLATES: Final = ("AUTH-1", "REQUEST-2")


class _KeyInQuery(Client):
    def build_request(self, body: bytes, client_request_id: str) -> Request:
        request = super().build_request(body, client_request_id)
        key = self.configuration.key
        uri = request.uri if key is None else f"{request.uri}?key={key.reveal()}"
        return dataclasses.replace(request, uri=uri)


sys.exit(run(_KeyInQuery))
