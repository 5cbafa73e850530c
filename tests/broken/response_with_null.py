"""Has null for an id that a reply does not have.

An error leaves it out.
"""

import sys
from typing import Any, Final

from _client import Client
from _program import run
from azureml_scoring import ScoringResponse
from azureml_scoring.program import session
from azureml_scoring.program.messages import Message

CAUGHT_BY: Final = (
    "framing/bytes-after",
    "framing/chunk-extensions",
    "framing/chunk-zeros",
    "framing/interim-100",
    "framing/interim-102",
    "framing/interim-103",
    "framing/interim-two",
    "framing/many-headers",
    "framing/no-blank",
    "framing/no-reason",
    "framing/odd-case",
    "framing/old-version",
    "framing/pieces",
    "framing/trailer",
    "replies/longest-integer",
    "responses/after-a-broken-connection",
    "responses/of-each-call",
    "timeouts/slow-in-time",
)
VIOLATES: Final = ("RESPONSE-2",)


def _result_of(message: Message, response: ScoringResponse[Any]) -> dict[str, Any]:
    result: dict[str, Any] = result_of(message, response)
    result["response"].setdefault("requestId", None)
    return result


result_of = session.result_of
session.result_of = _result_of
sys.exit(run(Client))
