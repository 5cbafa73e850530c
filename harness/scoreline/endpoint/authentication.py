"""Authentication: exactly one header `Authorization: Bearer <key>`, compared byte for byte."""

from __future__ import annotations

from collections.abc import Iterable
from hmac import compare_digest


def credential(key: str) -> bytes:
    """The value that the Authorization header must carry for this key."""
    return b"Bearer " + key.encode()


def is_admitted(expected: bytes | None, headers: Iterable[tuple[str, str]]) -> bool:
    """Whether a request may use the service.

    Takes the same time for every wrong key of one length, so that response times reveal nothing
    about the key.

    Args:
        expected: the result of `credential`; None if the service requires no key.
        headers: of the request, one character per byte.

    Returns:
        True if no key is required, or if there is exactly one Authorization header and it is right.
    """
    if expected is None:
        return True
    values = [value for name, value in headers if name.lower() == "authorization"]
    return len(values) == 1 and compare_digest(values[0].encode("latin-1"), expected)
