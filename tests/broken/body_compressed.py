"""Sends its body in gzip, declared as such.

What the body holds is right.
"""

import gzip
import sys
from dataclasses import replace
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Request

CAUGHT_BY: Final = (
    "calls/at-once",
    "calls/cancelled",
    "calls/cancelled-on-*",
    "calls/configuration-of-one-handle",
    "calls/failure-beside-success",
    "calls/ids-at-once",
    "calls/in-sequence",
    "calls/own-connections",
    "calls/reopened",
    "configuration/*",
    "connections/after-chunks",
    "connections/closed-*",
    "connections/closing",
    "connections/closing-an-error",
    "connections/twenty-calls",
    "errors/refused",
    "errors/then-*",
    "keys/primary-again",
    "keys/secondary-*",
    "limits/announced-over-limit",
    "limits/overall-for-years",
    "limits/overall-negative",
    "limits/overall-text",
    "limits/overall-true",
    "limits/overall-while-connecting",
    "limits/overall-zero",
    "limits/reply-limit-fraction",
    "limits/reply-limit-negative",
    "limits/reply-limit-text",
    "limits/reply-limit-true",
    "limits/reply-limit-zero",
    "modes/session-*",
    "operations/bytes-again",
    "operations/bytes-all",
    "operations/bytes-image",
    "operations/bytes-json",
    "operations/bytes-none",
    "operations/bytes-type-*",
    "operations/health-elsewhere",
    "operations/swagger-elsewhere",
    "options/fewer-retries",
    "options/invalid-attempt-negative",
    "options/invalid-attempt-text",
    "options/invalid-attempt-zero",
    "options/invalid-overall-negative",
    "options/invalid-overall-text",
    "options/invalid-overall-zero",
    "options/invalid-retries-fraction",
    "options/invalid-retries-negative",
    "options/invalid-retries-text",
    "options/invalid-retries-true",
    "options/longer-call",
    "options/more-retries",
    "options/same-connection",
    "options/same-key",
    "options/shorter-attempt",
    "options/shorter-call",
    "replies/not-repeated-*",
    "request/body",
    "request/client-request-id",
    "request/content-type",
    "request/identity-*",
    "request/key",
    "request/key-*",
    "request/no-key",
    "request/one-post",
    "request/target",
    "request/target-*",
    "request/user-agent",
    "request/version",
    "retries/after-*",
    "retries/backs-*",
    "retries/cancelled-while-waiting",
    "retries/each-call-anew",
    "retries/not-after-a-wrong-certificate",
    "retries/waits-*",
    "scoring/descending",
    "scoring/documented",
    "scoring/documented-*",
    "scoring/numbers-sent",
    "scoring/order",
    "scoring/payload-deep",
    "scoring/payload-integers",
    "scoring/payload-large",
    "scoring/payload-list-*",
    "scoring/payload-mlflow",
    "scoring/payload-power-bi",
    "scoring/payload-sent-*",
    "scoring/payload-unchanged",
    "scoring/sent-*",
    "scoring/shape-*",
    "scoring/thousand",
    "scoring/zeros",
    "secrets/refused-key",
    "timeouts/after-a-call-in-time",
    "timeouts/connecting",
    "timeouts/connecting-tiny",
    "timeouts/for-*",
    "tls/authorities-*",
    "tls/closed-*",
    "tls/expired-*",
    "tls/for-*",
    "tls/from-*",
    "tls/not-*",
    "tls/reset-*",
    "tls/self-*",
    "tls/trusted",
)
VIOLATES: Final = ("REQUEST-6",)


class _Compressed(Client):
    def build_request(self, body: bytes, client_request_id: str) -> Request:
        request = super().build_request(gzip.compress(body), client_request_id)
        return replace(request, headers={**request.headers, "Content-Encoding": "gzip"})


sys.exit(run(_Compressed))
