"""Reports the first 1,000 characters of a message.

A shorter message is reported whole.
"""

import sys
from typing import Final

from _program import run
from azureml_scoring import Reply, ScoringClient, outcome

CAUGHT_BY: Final = ("failures/message-long",)
VIOLATES: Final = ("ERROR-2",)


message_in = outcome._message_in


def _message_in(reply: Reply) -> str | None:
    message = message_in(reply)
    return None if message is None else message[:1000]


outcome._message_in = _message_in


sys.exit(run(ScoringClient))
