"""Takes the message of the first object of a list.

The message of an object is reported.
"""

import json
import sys
from typing import Final

from _program import run
from azureml_scoring import ScoringClient
from azureml_scoring import reply as reply_module

CAUGHT_BY: Final = ("failures/no-message-where-expected",)
VIOLATES: Final = ("ERROR-6",)


message_in = reply_module._message_in


def _message_in(body: bytes) -> str | None:
    message = message_in(body)
    if body.startswith(b'[{"message":"'):
        return str(json.loads(body)[0]["message"])
    return message


reply_module._message_in = _message_in


sys.exit(run(ScoringClient))
