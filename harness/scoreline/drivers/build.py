"""How a build fails, with any driver."""

from __future__ import annotations

from scoreline.fault import Code, Fault, FaultError

BUILD_SECONDS = 900.0
"""How long a client's build may take."""
KEPT_PARTS = 200
"""How many parts of a build's output are kept, the last ones, as the engine sends them: about a
line each, of at most 32 KiB."""
_LINES = 25


class BuildError(FaultError):
    """A client's build failed.

    The code of the fault is `BUILD_FAILED` if a step of the build failed, `BUILD_TIMEOUT` if it
    took longer than `BUILD_SECONDS`, and `ENGINE_FAILED` if the container engine failed meanwhile.

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


def timed_out(seconds: float) -> Fault:
    """The fault of a build that was ended after so many seconds."""
    message = f"its build had not ended after {seconds:g} s"
    return Fault(Code.BUILD_TIMEOUT, message, {"seconds": seconds})
