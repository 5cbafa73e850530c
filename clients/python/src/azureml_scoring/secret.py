"""A value that is sent and never shown."""

from __future__ import annotations

import re

MASK = "***"


class Secret:
    """A key that prints as `***` in every representation; only `reveal` gives it away."""

    __slots__ = ("_echo", "_value")

    def __init__(self, value: str) -> None:
        self._value = value
        self._echo = _echo_of(value)

    def reveal(self) -> str:
        """The value itself, for the header that carries it."""
        return self._value

    def mask(self, text: str) -> str:
        """`text` with every occurrence of the value replaced by `***`."""
        return self._echo.sub(lambda _: MASK, text)

    def mask_start(self, data: bytes, length: int) -> bytes:
        """The first `length` bytes of `data`, with every occurrence of the value replaced by `***`.

        One that the cut goes through is replaced whole: half a value would not be found any more.
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
        """Secrets are equal when their values are."""
        return self._value == other._value if isinstance(other, Secret) else NotImplemented

    def __hash__(self) -> int:
        return hash((Secret, self._value))

    def __repr__(self) -> str:
        return MASK


def _echo_of(value: str) -> re.Pattern[str]:
    r"""What finds `value` in foreign text, with any of its characters escaped as JSON allows it.

    A service that echoes a key with a `+` in it may well write `\u002b`.
    """
    forms = ((rf"(?:\\u(?i:{ord(character):04x})", re.escape(character)) for character in value)
    return re.compile("".join(rf"{escaped}|\\{plain}|{plain})" for escaped, plain in forms))
