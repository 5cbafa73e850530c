"""What a client can be asked for: predictions, whether the service is healthy, its description."""

from __future__ import annotations

from enum import StrEnum


class Operation(StrEnum):
    """An operation; the value is the method of a session's message."""

    SCORE = "score"
    HEALTH = "health"
    SWAGGER = "swagger"
