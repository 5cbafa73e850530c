"""Returns each prediction one unit in the last place too high.

Requests are right, and most predictions stay within the tolerance of their vector.
"""

import math
import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Reply

CAUGHT_BY: Final = (
    "calls/cancelled-beside-another",
    "calls/closed-beside-another",
    "calls/two-services",
    "connections/after-gzip",
    "framing/bytes-after",
    "framing/chunk-*",
    "framing/chunked",
    "framing/interim-*",
    "framing/many-headers",
    "framing/no-*",
    "framing/odd-case",
    "framing/old-version",
    "framing/pieces",
    "framing/then-*",
    "framing/trailer",
    "framing/until-close",
    "limits/reply-at-*",
    "options/longer-attempt",
    "replies/blanks",
    "replies/declared-*",
    "replies/gzip-in-chunks",
    "replies/gzip-large",
    "replies/gzip-predictions",
    "replies/location",
    "replies/longest-integer",
    "replies/media-types",
    "replies/not-cached",
    "replies/script-failed",
    "replies/status-*",
    "request/cookie",
    "request/cookies",
    "responses/after-a-503",
    "responses/after-a-broken-connection",
    "responses/after-a-refused-key",
    "responses/echoed-key",
    "responses/first-attempt",
    "responses/of-each-call",
    "responses/request-id-between-blanks",
    "responses/request-id-fallback",
    "responses/request-id-fallback-of-empty",
    "responses/request-id-of-two",
    "responses/status-201",
    "responses/status-299",
    "scoring/numbers-*",
    "scoring/order",
    "scoring/received-*",
    "scoring/sent-*",
    "scoring/shape-*",
    "scoring/zeros",
    "timeouts/fraction",
    "timeouts/longer-than-connecting",
    "timeouts/slow-in-time",
)
VIOLATES: Final = ("NUMBER-2",)


class _OneUlpOff(Client):
    def read_predictions(self, reply: Reply) -> list[float]:
        return [math.nextafter(value, math.inf) for value in super().read_predictions(reply)]


sys.exit(run(_OneUlpOff))
