"""Removes blanks around the message of an error body.

A message without blanks is reported.
"""

import sys
from typing import Final

from _program import run
from azureml_scoring import ScoringClient
from azureml_scoring import reply as reply_module

CAUGHT_BY: Final = ("failures/message-unchanged",)
VIOLATES: Final = ("ERROR-2",)


message_in = reply_module._message_in


def _message_in(body: bytes) -> str | None:
    message = message_in(body)
    return None if message is None else message.strip() or message


reply_module._message_in = _message_in


sys.exit(run(ScoringClient))
