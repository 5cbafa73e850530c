"""What one call is, beyond its operation: shared by all requests that it sends."""

from __future__ import annotations

import math
import os
from dataclasses import dataclass, field
from time import monotonic
from typing import TYPE_CHECKING
from uuid import UUID

from azureml_scoring.cancellation import Cancellation

if TYPE_CHECKING:
    from azureml_scoring.secret import Secret


def _guid() -> str:
    return str(UUID(bytes=os.urandom(16), version=4))


@dataclass(slots=True, eq=False)
class Call:
    """The state of one call. Only the thread that makes the call changes it.

    Attributes:
        client_request_id: a GUID, sent with each request of the call.
        attempts: number of requests sent so far.
        deadline: when the call has to end, in seconds of `time.monotonic`.
        overall_timeout: the limit behind that deadline, in seconds.
        retries: the largest number of further attempts.
        cancellation: ends the call; a wait and a request in flight subscribe to it.
        changed_credential: whether the service refused the credential, and another one was sent.
        secrets: what to mask in an error of the call.
    """

    client_request_id: str = field(default_factory=_guid)
    attempts: int = 0
    deadline: float = math.inf
    overall_timeout: float = math.inf
    retries: int = 0
    cancellation: Cancellation = field(default_factory=Cancellation)
    changed_credential: bool = False
    secrets: tuple[Secret, ...] = field(default=(), repr=False)

    def left(self) -> float:
        """Return the seconds until the deadline, negative after it."""
        return self.deadline - monotonic()
