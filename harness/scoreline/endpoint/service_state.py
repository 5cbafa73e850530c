"""The state of a service: its key, its position in the script, and the reply to each request."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace

from scoreline.endpoint import replies
from scoreline.endpoint.authentication import credential, is_admitted
from scoreline.endpoint.budget import Budget
from scoreline.endpoint.connection_entry import ConnectionEntry
from scoreline.endpoint.encoding import accepts
from scoreline.endpoint.journal import Entry, Journal
from scoreline.endpoint.target import Operation, Target
from scoreline.suite.reply import Reply
from scoreline.suite.service import Service

_READING = "GET, HEAD, OPTIONS"
_SCORING = "POST, OPTIONS"


class ServiceState:
    """A service on the endpoint.

    Attributes:
        service: its name, key and script.
        journal: its exchanges.
        budget: how many bytes of them are kept.
        connections: those with a request for it, by number.
        on_received: is called when it has received a request, before that is replied to.
        received: how many requests it has received, with their bodies.
    """

    def __init__(
        self,
        service: Service,
        budget: Budget,
        limit: int | None = None,
        on_received: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        """A service before its first request.

        Args:
            service: its name, key and script.
            budget: how many bytes of its exchanges are kept.
            limit: how many exchanges its journal keeps, the last ones; None: see `Journal`.
            on_received: is called when it has received a request, before that is replied to.
        """
        self.service = service
        self.on_received = on_received
        self.budget = budget
        self.journal = Journal(limit)
        self._credential = None if service.key is None else credential(service.key)
        self.connections: dict[int, ConnectionEntry] = {}
        self.received = 0
        self._played = 0

    def admits(self, request: Entry) -> bool:
        """Whether the request carries the key, if the service requires one."""
        return is_admitted(self._credential, request.headers)

    def next_reply(self) -> Reply | None:
        """The next reply of the script; None if there is no script.

        After the last reply follows the first one or the last one again, as the service states.
        """
        script = self.service.replies
        if not script:
            return None
        place = self._played
        self._played += 1
        if self.service.starts_again:
            return script[place % len(script)]
        return script[min(place, len(script) - 1)]


def answer(
    state: ServiceState | None, request: Entry, headers: Mapping[str, str], target: Target
) -> Reply:
    """The reply to a request whose body has been received.

    An admitted POST to the scoring path takes a reply from the script, and so does a GET of the
    description or of the health.

    Args:
        state: the service that the target names; None if there is no such service.
        request: method, headers and body.
        headers: the same headers with names in lower case; of repeated ones, the first.
        target: the parsed target.
    """
    if state is None or target.operation is Operation.NOTHING:
        return replies.not_found()
    if target.operation is Operation.SCORE:
        return _score(state, request, headers)
    return replies.identifier_problem(headers) or _read(state, request, target)


def _read(state: ServiceState, request: Entry, target: Target) -> Reply:
    if request.method == "OPTIONS":
        return replies.options(_READING)
    if request.method not in {"GET", "HEAD"}:
        return replies.method_not_allowed(_READING)
    reply = state.next_reply() if request.method == "GET" else None
    if reply is None:
        return _known(state, target)
    return _scripted(_known(state, target), reply) if reply.model else reply


def _known(state: ServiceState, target: Target) -> Reply:
    """What the service answers without a script."""
    if target.operation is Operation.SWAGGER:
        return replies.description(state.service.name, target.query)
    return replies.health()


def _score(state: ServiceState, request: Entry, headers: Mapping[str, str]) -> Reply:
    if request.method == "OPTIONS":  # browsers send no key with a preflight request
        return replies.identifier_problem(headers) or replies.preflight()
    if not state.admits(request):
        return replies.unauthorized()
    if request.method != "POST":
        return replies.method_not_allowed(_SCORING)
    return replies.identifier_problem(headers) or _played(state, request, headers)


def _played(state: ServiceState, request: Entry, headers: Mapping[str, str]) -> Reply:
    """The next reply of the script, which may be the model's."""
    reply = state.next_reply()
    if reply is not None and reply.encoding is not None:
        wanted = accepts(reply.encoding.value, headers.get("accept-encoding", ""))
        reply = reply if wanted else replace(reply, encoding=None)
    if reply is not None and not reply.model:
        return reply
    if request.omitted:
        return replies.too_long(state.budget.body)
    scored = replies.score(request.body, headers.get("content-type", ""), state.service.factor)
    return scored if reply is None else _scripted(scored, reply)


def _scripted(scored: Reply, script: Reply) -> Reply:
    """The model's reply, sent as a script states."""
    return replace(
        scored,
        headers={**scored.headers, **script.headers},
        delay_seconds=script.delay_seconds,
        framing=script.framing,
        encoding=script.encoding,
        then=script.then,
    )
