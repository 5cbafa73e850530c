"""The endpoint: the scoring service that clients call, and the journal of every exchange."""

from scoreline.endpoint.server import Endpoint

__all__ = ["Endpoint"]
