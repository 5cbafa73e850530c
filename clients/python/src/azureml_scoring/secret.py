"""A value that is sent and never shown."""

from __future__ import annotations

import json

MASK = "***"


class Secret:
    """A key that prints as `***` in every representation; only `reveal` gives it away."""

    __slots__ = ("_forms", "_value")

    def __init__(self, value: str) -> None:
        self._value = value
        # A quote or a backslash in it looks different inside a JSON string.
        self._forms = {value, json.dumps(value)[1:-1]}

    def reveal(self) -> str:
        """The value itself, for the header that carries it."""
        return self._value

    def mask(self, text: str) -> str:
        """`text` with every occurrence of the value replaced by `***`."""
        for form in self._forms:
            text = text.replace(form, MASK)
        return text

    def mask_bytes(self, data: bytes) -> bytes:
        """`data` with every occurrence of the value, as UTF-8, replaced by `***`."""
        for form in self._forms:
            data = data.replace(form.encode(), MASK.encode())
        return data

    def __eq__(self, other: object) -> bool:
        """Secrets are equal when their values are."""
        return self._value == other._value if isinstance(other, Secret) else NotImplemented

    def __hash__(self) -> int:
        return hash((Secret, self._value))

    def __repr__(self) -> str:
        return MASK
