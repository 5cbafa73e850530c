"""One exchange: a request is received, and its reply is sent."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection
from time import time

from aiohttp import web

from scoreline.endpoint import encoding, replies, transfer
from scoreline.endpoint.budget import Budget
from scoreline.endpoint.common_headers import common_headers
from scoreline.endpoint.journal import Entry
from scoreline.endpoint.service_state import ServiceState, answer
from scoreline.endpoint.target import Target
from scoreline.results.exchange import Ending
from scoreline.suite.reply import Then


async def refuse(request: web.BaseRequest) -> web.StreamResponse:
    """Answers a request that is one too many, without a record, and closes its connection."""
    date = encoding.http_date(int(time()))
    head, sent = encoding.encode(replies.too_many(), [("Connection", "close")], date=date)
    await request.writer.write(head + sent.body)
    return transfer.CLOSE


async def exchange(
    request: web.BaseRequest,
    entry: Entry,
    target: Target,
    state: ServiceState | None,
    *,
    budget: Budget,
    origins: Collection[str],
    on_received: Callable[[], None],
) -> web.StreamResponse:
    """Receives the body of a request and replies.

    Args:
        request: the request; its head has been read.
        entry: receives body, reply and ending.
        target: what the request names.
        state: the service; None: there is no such service.
        budget: how many bytes may be kept.
        origins: origins whose pages may read the replies.
        on_received: called when a service has received the whole request.

    Raises:
        ConnectionError: the client closed the connection.
    """
    headers = {name.lower(): value for name, value in reversed(entry.headers)}
    if headers.get("expect", "").lower() == "100-continue":
        await request.writer.write(encoding.CONTINUE)
    problem = await transfer.receive(request, entry, budget)
    if state is not None:
        state.received += 1
        on_received()
        if state.on_received is not None:
            await state.on_received()
    reply = problem or answer(state, entry, headers, target)
    if reply.delay_seconds:
        await asyncio.sleep(reply.delay_seconds)
    keep = request.keep_alive and problem is None
    if reply.raw is not None:
        await transfer.send_pieces(request, entry, reply.pieces, budget)
    else:
        head, sent = encoding.encode(
            reply,
            common_headers(headers, origins, keep=keep),
            date=encoding.http_date(int(time())),
            without_body=entry.method == "HEAD",
        )
        await transfer.send(request, entry, head, sent, budget)
    entry.ending = Ending.REPLIED
    return transfer.end(request, reply.end if keep or reply.raw is not None else Then.CLOSE)
