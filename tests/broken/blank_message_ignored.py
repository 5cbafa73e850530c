"""Takes a message of nothing but blanks for none.

Blanks around a message are kept.
"""

import sys
from typing import Final

from _program import run
from azureml_scoring import ScoringClient
from azureml_scoring import reply as reply_module

CAUGHT_BY: Final = ("failures/message-blank",)
VIOLATES: Final = ("ERROR-2",)


message_in = reply_module._message_in


def _message_in(body: bytes) -> str | None:
    message = message_in(body)
    return None if message is None or not message.strip() else message


reply_module._message_in = _message_in


sys.exit(run(ScoringClient))
