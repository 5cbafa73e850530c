"""Takes the message of the first object of a list.

The message of an object is reported.
"""

import json
import sys
from typing import Final

from _program import run
from azureml_scoring import Reply, ScoringClient, outcome

CAUGHT_BY: Final = ("failures/no-message-where-expected",)
VIOLATES: Final = ("ERROR-6",)


message_in = outcome._message_in


def _message_in(reply: Reply) -> str | None:
    message = message_in(reply)
    if reply.body.startswith(b'[{"message":"'):
        return str(json.loads(reply.body)[0]["message"])
    return message


outcome._message_in = _message_in


sys.exit(run(ScoringClient))
