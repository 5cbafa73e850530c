"""What a client proves its identity with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from azureml_scoring.secret import Secret


class Credential(Protocol):
    """A source of bearer tokens, shared by all calls of a client and called by many threads."""

    @property
    def secrets(self) -> tuple[Secret, ...]:
        """Every secret that could be sent, all of which errors mask."""

    def current(self) -> Secret | None:
        """Return what to send now; `None` for no `Authorization` header."""

    def other_than(self, refused: Secret) -> Secret | None:
        """Return what to send after the service refused `refused`; `None` if there is no other."""


class Keys:
    """No key, or one."""

    def __init__(self, *keys: Secret) -> None:
        self.secrets = keys

    def current(self) -> Secret | None:
        """Return the key in use."""
        return self.secrets[0] if self.secrets else None

    def other_than(self, refused: Secret) -> Secret | None:  # noqa: ARG002  # there is one key
        """Return `None`: there is no other key."""
        return None
