"""How a build fails, with any driver."""

from __future__ import annotations

from scoreline.fault import Fault, FaultError

_LINES = 25


class BuildError(FaultError):
    """A client's build failed.

    The code of the fault is `BUILD_FAILED` if a step of the build failed, and `ENGINE_FAILED` if
    the container engine failed during the build.

    Attributes:
        output: the last lines of the build's output.
    """

    def __init__(self, fault: Fault, output: tuple[str, ...] = ()) -> None:
        """Keeps the fault and the last lines of the output."""
        super().__init__(fault)
        self.output = output


def last_lines(output: bytes | str) -> tuple[str, ...]:
    """The last lines of a build's output, without blank ones."""
    text = output.decode("utf-8", "replace") if isinstance(output, bytes) else output
    return tuple(line for line in text.splitlines() if line.strip())[-_LINES:]
