"""Looks for a message in a body of any length.

Only the length of what is shown is limited.
"""

import dataclasses
import re
import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Reply, outcome
from azureml_scoring.outcome import KEPT_BODY

CAUGHT_BY: Final = ("limits/message-of-a-long-body",)
VIOLATES: Final = ("LIMIT-2",)


def _message_in(reply: Reply) -> str | None:
    shortened = reply.body if len(reply.body) <= KEPT_BODY else re.sub(rb" +", b" ", reply.body)
    return message_in(dataclasses.replace(reply, body=shortened))


message_in = outcome._message_in
outcome._message_in = _message_in
sys.exit(run(Client))
