"""The JSON objects in which a client looks for the message of an error."""

from __future__ import annotations

from typing import Any

from azureml_scoring import Reply, strict_json
from azureml_scoring.outcome import KEPT_BODY


def object_in(reply: Reply) -> dict[str, Any]:
    """The object in the body of a reply; empty if there is none, or the body is too long."""
    if not reply.complete or len(reply.body) > KEPT_BODY:
        return {}
    try:
        document = strict_json.parse(reply.body)
    except ValueError:
        return {}
    return document if isinstance(document, dict) else {}


def is_text(value: object) -> bool:
    """Whether a value is a text that is not empty."""
    return isinstance(value, str) and value != ""
