"""Does not read the detail of an error body.

FastAPI has its message there.
"""

import json
import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Reply, outcome

CAUGHT_BY: Final = (
    "errors/said-as-detail",
    "errors/said-as-detail-*",
)
VIOLATES: Final = ("ERROR-11",)


def _message_in(reply: Reply) -> str | None:
    try:
        document = json.loads(reply.body)
    except ValueError:
        document = None
    known = type(document) is dict and reply.complete and len(reply.body) <= 65_536
    if known and not _text(document, "message") and _text(document, "detail"):
        return None
    return message_in(reply)


def _text(document: dict[str, object], name: str) -> bool:
    return isinstance(document.get(name), str) and document[name] != ""


message_in = outcome._message_in
outcome._message_in = _message_in
sys.exit(run(Client))
