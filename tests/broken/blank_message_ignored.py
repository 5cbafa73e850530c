"""Takes a message of nothing but blanks for none.

Blanks around a message are kept.
"""

import sys
from typing import Final

from _program import run
from azureml_scoring import Reply, ScoringClient, outcome

CAUGHT_BY: Final = ("failures/message-blank",)
VIOLATES: Final = ("ERROR-2",)


message_in = outcome._message_in


def _message_in(reply: Reply) -> str | None:
    message = message_in(reply)
    return None if message is None or not message.strip() else message


outcome._message_in = _message_in


sys.exit(run(ScoringClient))
