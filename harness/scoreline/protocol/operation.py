"""What a client can be asked for: predictions, whether the service is healthy, its description."""

from __future__ import annotations

from enum import StrEnum


class Operation(StrEnum):
    """An operation; the value is the method of a session's message."""

    SCORE = "score"
    HEALTH = "health"
    SWAGGER = "swagger"

    @property
    def result(self) -> str:
        """What it returns, for people."""
        return _RESULTS[self]


_RESULTS = {
    Operation.SCORE: "predictions",
    Operation.HEALTH: "that the service is healthy",
    Operation.SWAGGER: "the service's description",
}
