"""What a client says of a reply, in a form in which the clients can be compared."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import combinations
from typing import Final

from scoreline.formats.json import Json, render
from scoreline.judge.numbers import differences
from scoreline.protocol.answer import Answer, CallError, CallResult

_OWN_WORDS: Final = frozenset({"response-format", "connection", "timeout", "configuration"})
"""Kinds of errors whose message each client words itself."""
_OF_THE_ENDPOINT: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
"""An identifier that the endpoint has added to a reply without one."""
_FAR: Final = 86_400.0
"""Times to wait beyond this, in seconds, were counted until a date, each from its own now."""


def said(answer: Answer) -> Json:
    """An answer without what differs from call to call and what each client words itself."""
    if isinstance(answer, CallResult):
        return {"predictions": answer.value}
    if isinstance(answer, CallError):
        members = dict(answer.members)
        members.pop("clientRequestId", None)
        if _OF_THE_ENDPOINT.fullmatch(str(members.get("requestId"))):
            del members["requestId"]
        if members.get("kind") in _OWN_WORDS:
            members.pop("message", None)
        wait = members.get("retryAfterSeconds")
        if isinstance(wait, int | float) and wait > _FAR:
            members["retryAfterSeconds"] = round(wait, -2)
        return {"error": members}
    return {"fault": str(answer)}


def divided(answers: Mapping[str, Answer]) -> str | None:
    """How two clients differ on a reply, for people; None if all say the same."""
    texts = {name: said(answer) for name, answer in answers.items()}
    for one, other in combinations(texts, 2):
        if any(differences(texts[one], texts[other], 0.0)) or any(
            differences(texts[other], texts[one], 0.0)
        ):
            return "\n".join(f"  {name}: {render(text)}" for name, text in texts.items())
    return None


def outside(answers: Mapping[str, Answer]) -> str | None:
    """Which client answered with neither a prediction nor an error; None: none did."""
    for name, answer in answers.items():
        if not isinstance(answer, CallResult | CallError):
            return f"  {name}: {answer}"
    return None
