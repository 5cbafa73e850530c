"""A service on stage: who may call it, whose turn it is in its script, and what it answers."""

from __future__ import annotations

from collections.abc import Mapping

from scoreline.endpoint import replies
from scoreline.endpoint.authentication import credential, is_admitted
from scoreline.endpoint.journal import Entry, Journal
from scoreline.endpoint.target import Operation, Target
from scoreline.suite.service import Reply, Service

_READING = "GET, HEAD, OPTIONS"
_SCORING = "POST, OPTIONS"


class Stage:
    """A service while it is on the endpoint.

    Attributes:
        service: its name, key and script.
        journal: what it saw.
    """

    def __init__(self, service: Service, limit: int | None = None) -> None:
        """Starts with the first reply of the script and an empty journal of at most `limit`."""
        self.service = service
        self.journal = Journal(limit)
        self._credential = None if service.key is None else credential(service.key)
        self._played = 0

    def admits(self, request: Entry) -> bool:
        """Whether the request carries the key, where the service asks for one."""
        return is_admitted(self._credential, request.headers)

    def next_reply(self) -> Reply | None:
        """The reply whose turn it is, the last one for ever; None where the model answers."""
        script = self.service.replies
        if not script:
            return None
        reply = script[min(self._played, len(script) - 1)]
        self._played += 1
        return reply


def answer(
    stage: Stage | None, request: Entry, headers: Mapping[str, str], target: Target
) -> Reply:
    """The reply to a request that is there as a whole.

    Only a POST to the scoring path that was let in takes a reply from the script.

    Args:
        stage: the service it is for; None where there is none of that name.
        request: method, headers and body.
        headers: the same headers, names in lower case, of several alike the first.
        target: what it asks for.
    """
    if stage is None or target.operation is Operation.NOTHING:
        return replies.not_found()
    if target.operation is Operation.SCORE:
        return _score(stage, request, headers)
    return replies.identifier_problem(headers) or _read(stage, request, target)


def _read(stage: Stage, request: Entry, target: Target) -> Reply:
    if request.method == "OPTIONS":
        return replies.options(_READING)
    if request.method not in {"GET", "HEAD"}:
        return replies.method_not_allowed(_READING)
    if target.operation is Operation.SWAGGER:
        return replies.description(stage.service.name, target.query)
    return replies.health()


def _score(stage: Stage, request: Entry, headers: Mapping[str, str]) -> Reply:
    if request.method == "OPTIONS":  # a browser sends no key with it
        return replies.identifier_problem(headers) or replies.preflight()
    if not stage.admits(request):
        return replies.unauthorized()
    if request.method != "POST":
        return replies.method_not_allowed(_SCORING)
    return (
        replies.identifier_problem(headers)
        or stage.next_reply()
        or replies.score(request.body, headers.get("content-type", ""))
    )
