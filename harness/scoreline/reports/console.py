"""The console that reports for people are written to."""

from __future__ import annotations

from typing import Final

from rich.console import Console

from scoreline.formats.printing import printable

WARNING: Final = "bold yellow"


class _Console(Console):
    def on_broken_pipe(self) -> None:
        """Raises what rich would turn into an exit, so that the run ends in order."""
        raise BrokenPipeError


def open_console(*, stderr: bool = False) -> Console:
    """A console on standard output or standard error; raises BrokenPipeError like any stream."""
    return _Console(stderr=stderr)


def say(console: Console, text: str, style: str | None = None) -> None:
    """One line, unbroken, in which neither unsafe characters nor rich's markup take effect."""
    console.print(printable(text), style=style, markup=False, highlight=False, soft_wrap=True)
