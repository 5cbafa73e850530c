"""Removes blanks around the message of an error body.

A message without blanks is reported.
"""

import sys
from typing import Final

from _program import run
from azureml_scoring import Reply, ScoringClient, outcome

CAUGHT_BY: Final = ("failures/message-unchanged",)
VIOLATES: Final = ("ERROR-2",)


message_in = outcome._message_in


def _message_in(reply: Reply) -> str | None:
    message = message_in(reply)
    return None if message is None else message.strip() or message


outcome._message_in = _message_in


sys.exit(run(ScoringClient))
