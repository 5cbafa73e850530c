"""The layer that makes further attempts."""

from __future__ import annotations

import logging
import random
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from azureml_scoring.exchange import TransportError, cancelled
from azureml_scoring.outcome import RUN_FUNCTION_FAILED, script_failed
from azureml_scoring.retry_after import retry_after

if TYPE_CHECKING:
    from collections.abc import Callable

    from azureml_scoring.cancellation import Cancellation
    from azureml_scoring.exchange import Exchange, Reply, Request

FIRST_WAIT = 0.8
"""What the first backoff is at most, in seconds; each further one is twice as long."""
LONGEST_BACKOFF = 8.0
_MOST_DOUBLINGS = 4
"""After so many the longest backoff is reached; the number of retries may be any."""
LONGEST_WAIT_ASKED = 60.0
"""How long a reply may ask to wait, in seconds, before there is no further attempt."""

_ALWAYS = frozenset({408, 429, 502, 503, 504})
_SERVER_ERROR = 500
_MODEL_FAILED = 424

_logger = logging.getLogger("azureml_scoring")


def backoff(retry: int, chance: float) -> float:
    """Return how long to wait before a retry, in seconds.

    Args:
        retry: 0 before the first one.
        chance: a random number from 0 to 1, so that clients do not all come back at once.
    """
    longest: float  # which mypy does not know of a power of whole numbers
    longest = min(FIRST_WAIT * 2 ** min(retry, _MOST_DOUBLINGS), LONGEST_BACKOFF)
    return longest * (0.75 + 0.25 * chance)


def retryable(reply: Reply) -> bool:
    """Return whether another attempt could have another result.

    A 500 is repeated only without `x-ms-run-function-failed`. With it, whatever its value, the
    reply is the inference server's own: with `True` the script failed, and with `False` its result
    could not be written as JSON. The same request would fail again.
    """
    headers = reply.headers
    if not reply.complete or script_failed(headers):
        return False
    if reply.status == _SERVER_ERROR:
        return RUN_FUNCTION_FAILED not in headers
    if reply.status == _MODEL_FAILED:
        return headers.get("ms-azureml-model-error-reason") == "model_not_ready"
    return reply.status in _ALWAYS


def wait_after(reply: Reply, retry: int, chance: float, now: datetime) -> float | None:
    """Return how long to wait before a retry, in seconds; `None` for no retry.

    Args:
        reply: the reply to the latest attempt.
        retry: as for `backoff`.
        chance: as for `backoff`.
        now: the time that an HTTP date is measured from, with a time zone.
    """
    if not retryable(reply):
        return None
    asked = retry_after(reply.headers, now)
    if asked is None:
        return backoff(retry, chance)
    return asked if asked <= LONGEST_WAIT_ASKED else None


def _sleep(seconds: float, cancellation: Cancellation) -> None:
    if cancellation.wait(seconds):
        raise cancelled()


class Retrying:
    """Repeats an attempt that failed for a reason that may pass, as often as its call allows.

    No wait is begun that would end after the deadline of the call: the last reply or failure is the
    result then.

    Args:
        inner: makes one attempt.
        chance: returns a random number from 0 to 1.
        sleep: waits for some seconds; raises `TransportError` if the call is cancelled meanwhile.
        clock: returns the current time, with a time zone.
    """

    def __init__(
        self,
        inner: Exchange,
        *,
        chance: Callable[[], float] = random.random,
        sleep: Callable[[float, Cancellation], None] = _sleep,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._inner = inner
        self._chance = chance
        self._sleep = sleep
        self._clock = clock

    def send(self, request: Request) -> Reply:
        """Make attempts until one succeeds, or there is no reason for another one."""
        call = request.call
        if call.cancellation.cancelled:
            raise cancelled()
        for retry in range(call.retries):
            try:
                reply = self._inner.send(request)
            except TransportError as problem:
                wait = backoff(retry, self._chance())
                if not problem.retryable or wait >= call.left():
                    raise
                what = problem.kind.value
            else:
                asked = wait_after(reply, retry, self._chance(), self._clock())
                if asked is None or asked >= call.left():
                    return reply
                wait, what = asked, f"HTTP {reply.status}"
            _logger.info("call %s: %s; trying again in %g s", call.client_request_id, what, wait)
            self._sleep(wait, call.cancellation)
        return self._inner.send(request)
