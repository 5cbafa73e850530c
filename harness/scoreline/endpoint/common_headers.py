"""The headers that all replies have in common, scripted or not."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from uuid import uuid4

from scoreline.endpoint import replies


def common_headers(
    headers: Mapping[str, str], origins: Collection[str], *, keep: bool
) -> list[tuple[str, str]]:
    """The headers common to all replies, scripted or not.

    The inference server repeats the client's identifier, if any, in `x-ms-request-id`. Here that
    header holds the request's identifier, as in Azure, so that a client that confuses the two is
    noticed. Also, the server closes each connection after its reply; the endpoint keeps it open, as
    the server's front end in Azure does.
    """
    identifier = headers.get("x-request-id", "")
    if not 0 < len(identifier) <= replies.IDENTIFIER_LIMIT:
        identifier = str(uuid4())
    added = [("x-request-id", identifier), ("x-ms-request-id", identifier)]
    chosen = headers.get("x-ms-client-request-id", "")
    if 0 < len(chosen) <= replies.IDENTIFIER_LIMIT:
        added.append(("x-ms-client-request-id", chosen))
    if origins:
        added.extend(replies.cross_origin(headers, origins))
    if not keep:
        added.append(("Connection", "close"))
    return added
