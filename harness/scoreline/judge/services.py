"""What each service of a case received, in all steps together: requests and connections."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from scoreline.results.connection import ConnectionRecord
from scoreline.results.evidence import Evidence
from scoreline.results.verdict import Mismatch, Witness
from scoreline.suite.expectation import Handshake, ServiceExpectation


def received(expect: Mapping[str, ServiceExpectation], evidence: Evidence) -> Iterator[Mismatch]:
    """Every mismatch in what the services received.

    Args:
        expect: what each must receive, by its name in the case.
        evidence: what they received.
    """
    names = evidence.services
    for name, one in expect.items():
        requests = [
            exchange
            for exchange in evidence.testimony.exchanges
            if names.get(exchange.service) == name
        ]
        connections = [
            connection
            for connection in evidence.testimony.connections
            if names.get(connection.service) == name
        ]
        if one.requests is not None and len(requests) != one.requests:
            expected, found = str(one.requests), str(len(requests))
            yield _mismatch("requests", f"requests at the service {name}", expected, found)
        if one.requests == 0 and any(connection.received for connection in connections):
            size = sum(connection.received for connection in connections)
            subject = f"bytes at the service {name}"
            yield _mismatch("requests", subject, "none", f"{size}, without a request")
        if one.connections is not None and len(connections) != one.connections:
            expected, found = str(one.connections), str(len(connections))
            yield _mismatch("connections", f"connections to the service {name}", expected, found)
        if one.left_open is not None:
            left = sum(connection.is_left_open for connection in connections)
            if left != one.left_open or not connections:
                found = str(left) if connections else "none was ever made"
                subject = f"connections to the service {name} that the client has not closed"
                yield _mismatch("left_open", subject, str(one.left_open), found)
        if one.handshake is not None:
            yield from _handshakes(name, one.handshake, connections)


def _handshakes(
    name: str, expected: Handshake, connections: Sequence[ConnectionRecord]
) -> Iterator[Mismatch]:
    subject = f"TLS handshakes with the service {name}"
    if not connections:
        yield _mismatch("handshake", subject, f"at least one, {expected}", "none")
    for connection in connections:
        completed = bool(connection.tls)
        if completed != (expected is Handshake.COMPLETED):
            how = f"completed ({connection.tls})" if completed else f"failed: {connection.refused}"
            yield _mismatch("handshake", subject, expected.value, how)


def _mismatch(field: str, subject: str, expected: str, found: str) -> Mismatch:
    return Mismatch(f"service.{field}", Witness.ENDPOINT, subject, expected, found)
