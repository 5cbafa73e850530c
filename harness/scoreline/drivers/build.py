"""What can become of a build, with either driver."""

from __future__ import annotations

from dataclasses import dataclass

_LINES = 25


@dataclass(frozen=True, slots=True)
class Unavailable:
    """A client that a driver cannot run here.

    Attributes:
        reason: what is missing.
        remedy: what to do about it.
    """

    reason: str
    remedy: str


class BuildError(Exception):
    """A client that does not build.

    Attributes:
        output: the last lines of what the build said.
    """

    def __init__(self, message: str, output: tuple[str, ...]) -> None:
        """Takes the step that failed, in words, and the last lines of its output."""
        super().__init__(message)
        self.output = output


def tail(output: bytes | str) -> tuple[str, ...]:
    """The last lines of a build's output."""
    text = output.decode("utf-8", "replace") if isinstance(output, bytes) else output
    return tuple(line for line in text.splitlines() if line.strip())[-_LINES:]
