"""Whether any byte of the reply to the call of this thread has arrived."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from azureml_scoring.wire import _DeadlineReader

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_state = threading.local()


def not_begun() -> None:
    """Notes that no byte has arrived yet."""
    _state.begun = False


def has_begun() -> bool:
    """Whether a byte has arrived since."""
    return _state.begun


def _readinto(self: _DeadlineReader, buffer: WriteableBuffer) -> int | None:
    count = _read(self, buffer)
    _state.begun = bool(count) or _state.begun
    return count


_read = _DeadlineReader.readinto
_DeadlineReader.readinto = _readinto
