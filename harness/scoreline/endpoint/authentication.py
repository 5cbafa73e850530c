"""Who is let in: `Authorization: Bearer <key>`, once and to the letter."""

from __future__ import annotations

from collections.abc import Iterable
from hmac import compare_digest


def credential(key: str) -> bytes:
    """The value that the Authorization header must carry for this key."""
    return b"Bearer " + key.encode()


def is_admitted(expected: bytes | None, headers: Iterable[tuple[str, str]]) -> bool:
    """Whether a request may use the service.

    Takes the same time for every wrong key of one length, so that nobody can guess it letter by
    letter.

    Args:
        expected: what `credential` gave; None where the service asks for no key.
        headers: of the request, one character a byte.

    Returns:
        True where no key is asked for, or there is one Authorization header and it is right.
    """
    if expected is None:
        return True
    values = [value for name, value in headers if name.lower() == "authorization"]
    return len(values) == 1 and compare_digest(values[0].encode("latin-1"), expected)
