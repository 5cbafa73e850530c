"""The smallest reply that divides the clients is found, and none if nothing divides them."""

from __future__ import annotations

import asyncio
from typing import cast

import hypothesis
import pytest
from tests.differential.differential import DividedError, check
from tests.differential.replies import REPLIES, written
from tests.differential.siblings import Siblings

from scoreline.endpoint import encoding
from scoreline.protocol.answer import Answer, CallError, CallResult
from scoreline.suite.reply import Reply


class Made:
    """Clients of which one takes statuses for success that the other does not."""

    def __init__(self, first: int) -> None:
        """All statuses from `first` on."""
        self.first = first

    async def ask(self, reply: Reply, *, payload: bool) -> dict[str, Answer]:  # noqa: ARG002
        """What they say."""
        right: Answer = CallError({"kind": "service", "status": reply.status})
        wrong: Answer = CallResult([]) if reply.status >= self.first else right
        return {"go": right, "java": wrong}


def run(first: int) -> int:
    """Asks these clients about two hundred replies."""
    with asyncio.Runner() as runner:
        asked = cast("Siblings", Made(first))
        return check(runner.get_loop(), asked, count=200, seed=1)


def test_smallest_reply_is_shown() -> None:
    """The reply has nothing that is not needed to divide the clients."""
    with pytest.raises(DividedError) as caught:
        run(500)
    message = str(caught.value)
    assert '{"status":500,"text":""}' in message
    assert 'java: {"predictions":[]}' in message


def test_nothing_divides_them() -> None:
    """As many replies are tried as were asked for."""
    assert run(999) == 200


@hypothesis.settings(max_examples=50, database=None, derandomize=True, deadline=None)
@hypothesis.given(reply=REPLIES)
def test_replies_can_be_sent(reply: Reply) -> None:
    """The endpoint takes each of them, and each can be shown as a table."""
    encoding.check(reply)
    assert set(written(reply)) <= {"raw", "status", "text", "headers", "framing"}
