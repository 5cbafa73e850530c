"""Looks for the message in the first 65,536 bytes of a body.

The message of a shorter body is reported.
"""

import sys
from typing import Final

from _program import run
from azureml_scoring import ScoringClient
from azureml_scoring import reply as reply_module

CAUGHT_BY: Final = ("errors/message-late",)


message_in = reply_module._message_in


def _message_in(body: bytes) -> str | None:
    message = message_in(body)
    return None if len(body) > reply_module.KEPT_BODY else message


reply_module._message_in = _message_in


sys.exit(run(ScoringClient))
