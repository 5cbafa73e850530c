"""The endpoint: the scoring service that a client calls, and the journal of what it saw."""

from scoreline.endpoint.server import Endpoint

__all__ = ["Endpoint"]
