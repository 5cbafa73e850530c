"""What a client proves its identity with."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from azureml_scoring.secret import Secret


class Credential(Protocol):
    """A source of bearer tokens, shared by all calls of a client and called by many threads."""

    @property
    def secrets(self) -> tuple[Secret, ...]:  # pyright: ignore[reportReturnType]  # a protocol
        """Every secret that could be sent, all of which errors mask."""

    def current(self) -> Secret | None:
        """Return what to send now; `None` for no `Authorization` header."""

    def other_than(self, refused: Secret) -> Secret | None:
        """Return what to send after the service refused `refused`; `None` if there is no other."""


class Keys:
    """No key, one, or two.

    Of two keys the first is sent until the service refuses it, then the second, and so on: a key
    that has replaced the other one stays in use.
    """

    def __init__(self, *keys: Secret) -> None:
        self.secrets = keys
        self._lock = threading.Lock()  # guards _index
        self._index = 0

    def current(self) -> Secret | None:
        """Return the key in use."""
        return self.secrets[self._index] if self.secrets else None

    def other_than(self, refused: Secret) -> Secret | None:
        """Return the key that is not `refused`, which is in use from now on."""
        with self._lock:
            # Another call may have changed the key already since this one was sent.
            for index, key in enumerate(self.secrets):
                if key != refused:
                    self._index = index
                    return key
        return None
