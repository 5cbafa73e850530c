"""A value that is sent and never shown."""

from __future__ import annotations

MASK = "***"


class Secret:
    """A key that prints as `***` in every representation; only `reveal` gives it away."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """The value itself, for the header that carries it."""
        return self._value

    def mask(self, text: str) -> str:
        """`text` with every occurrence of the value replaced by `***`."""
        return text.replace(self._value, MASK)

    def mask_bytes(self, data: bytes) -> bytes:
        """`data` with every occurrence of the value, as UTF-8, replaced by `***`."""
        return data.replace(self._value.encode(), MASK.encode())

    def __eq__(self, other: object) -> bool:
        """Secrets are equal when their values are."""
        return self._value == other._value if isinstance(other, Secret) else NotImplemented

    def __hash__(self) -> int:
        return hash((Secret, self._value))

    def __repr__(self) -> str:
        return MASK
