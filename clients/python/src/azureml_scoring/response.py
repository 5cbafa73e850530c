"""What a successful call returns beside its result."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Generic, TypeVar

Value_co = TypeVar("Value_co", covariant=True)


@dataclass(frozen=True, slots=True)
class ScoringResponse(Generic[Value_co]):
    """The result of a call, and what is known about its last reply.

    Attributes:
        value: the result; not shown by `repr`.
        status: HTTP status of the reply, from 200 to 299.
        request_id: the service's id of the request (`x-ms-request-id`, else `x-request-id`), to
            quote to the service's operators; `None` if the reply has neither.
        client_request_id: the `x-ms-client-request-id` that was sent.
        attempts: number of requests sent for the call, at least 1.
    """

    value: Value_co = field(repr=False)
    status: int
    request_id: str | None
    client_request_id: str
    attempts: int
