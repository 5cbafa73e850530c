"""Says nothing of the replies about the service itself.

Predictions have what is known of their replies.
"""

import sys
from typing import Any, Final

from _client import Client
from _program import run
from azureml_scoring import ScoringResponse
from azureml_scoring.program import session
from azureml_scoring.program.messages import Message

CAUGHT_BY: Final = (
    "responses/of-health",
    "responses/of-swagger",
)
VIOLATES: Final = ("RESPONSE-1",)


def _result_of(message: Message, response: ScoringResponse[Any]) -> dict[str, Any]:
    result: dict[str, Any] = result_of(message, response)
    if message.method != "score":
        del result["response"]
    return result


result_of = session.result_of
session.result_of = _result_of
sys.exit(run(Client))
