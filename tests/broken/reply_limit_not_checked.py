"""Takes any value for the limit of a reply.

What is not a number of bytes means no limit.
"""

import sys
from typing import Any, Final

from _client import Client
from _program import run
from azureml_scoring import configuration
from azureml_scoring.program import messages

CAUGHT_BY: Final = (
    "limits/reply-limit-fraction",
    "limits/reply-limit-negative",
    "limits/reply-limit-text",
    "limits/reply-limit-zero",
)
VIOLATES: Final = ("CONFIG-1",)


def _checked_size(name: str, size: Any) -> int:  # noqa: ARG001
    return size if type(size) is int and size > 0 else 1 << 62


configuration._checked_size = _checked_size
messages._CONFIGURATION["replyLimitBytes"] = ("reply_limit", object)
sys.exit(run(Client))
