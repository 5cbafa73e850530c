"""The log of `scoreline serve` for scripted errors: what the script says, and what was wrong."""

from __future__ import annotations

import pytest

from scoreline.reports.request_log import logger
from scoreline.results.exchange import Ending, Exchange, SentReply
from scoreline.suite.reply import Reply
from scoreline.suite.service import Service

KEY = "my-key"
PATH = "/api/v1/service/main/score"


def line(service: Service, status: int, target: str = PATH, key: str = KEY) -> str:
    """The line for a request with a key that was answered with a status and the message `said`."""
    exchange = Exchange(
        service="main",
        connection=1,
        sequence=1,
        method="POST",
        target=target,
        version="HTTP/1.1",
        headers=(("Authorization", f"Bearer {key}"),),
        body=b"{}",
        started=1.0,
        ended=1.0,
        reply=SentReply(status, body=b'{"message": "said"}'),
        ending=Ending.REPLIED,
    )
    (found,) = logger({"main": service}, lambda _: "the model's reason")(exchange)
    return found.partition(" ms")[2]


@pytest.mark.parametrize("status", [401, 404, 500])
def test_the_message_of_a_scripted_error_is_shown(status: int) -> None:
    """A scripted error is not taken for one of the endpoint or of the model."""
    service = Service("main", KEY, replies=(Reply(status),))
    assert line(service, status) == ": said"


def test_what_was_wrong_with_a_request_is_shown() -> None:
    """The reason is that of the endpoint if the script did not answer."""
    scripted, model = Service("main", KEY, replies=(Reply(200),)), Service("main", KEY)
    assert line(scripted, 401, key="other").endswith(
        ": the key in the header Authorization is a different one"
    )
    assert "no service has this path" in line(scripted, 404, target=f"{PATH}/more")
    assert line(model, 500) == ": the model's reason"
