"""Reports the first 1,000 characters of a message.

A shorter message is reported whole.
"""

import sys
from typing import Final

from _program import run
from azureml_scoring import ScoringClient
from azureml_scoring import reply as reply_module

CAUGHT_BY: Final = ("failures/message-long",)
VIOLATES: Final = ("ERROR-2",)


message_in = reply_module._message_in


def _message_in(body: bytes) -> str | None:
    message = message_in(body)
    return None if message is None else message[:1000]


reply_module._message_in = _message_in


sys.exit(run(ScoringClient))
