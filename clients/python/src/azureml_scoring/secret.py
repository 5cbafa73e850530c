"""A value that is sent but never shown."""

from __future__ import annotations

import re

MASK = "***"


class Secret:
    """A key that prints as `***` in every representation; only `reveal` returns its value."""

    __slots__ = ("_echo", "_value")

    def __init__(self, value: str) -> None:
        self._value = value
        self._echo = _echo_of(value)

    def reveal(self) -> str:
        """Return the value itself, for the header that carries it."""
        return self._value

    def mask(self, text: str) -> str:
        """Return `text` with every occurrence of the value replaced by `***`."""
        return self._echo.sub(lambda _: MASK, text)

    def mask_start(self, data: bytes, length: int) -> bytes:
        """Return the first `length` bytes of `data`, with every occurrence of the value masked.

        An occurrence that extends past `length` is replaced entirely: a partial value could not be
        found after truncation.
        """
        echo = re.compile(self._echo.pattern.encode())
        kept, copied = [], 0
        for occurrence in echo.finditer(data):
            if occurrence.start() >= length:
                break
            kept += [data[copied : occurrence.start()], MASK.encode()]
            copied = occurrence.end()
        return b"".join([*kept, data[copied : max(copied, length)]])

    def __eq__(self, other: object) -> bool:
        """Return whether both secrets have the same value."""
        return self._value == other._value if isinstance(other, Secret) else NotImplemented

    def __hash__(self) -> int:
        return hash((Secret, self._value))

    def __repr__(self) -> str:
        return MASK


def _echo_of(value: str) -> re.Pattern[str]:
    r"""Return a pattern that finds `value`, with any of its characters escaped as JSON allows.

    A service that echoes a key containing `+` may write it as `\u002b`.
    """
    forms = ((rf"(?:\\u(?i:{ord(character):04x})", re.escape(character)) for character in value)
    return re.compile("".join(rf"{escaped}|\\{plain}|{plain})" for escaped, plain in forms))
