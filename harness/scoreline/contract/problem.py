"""What is wrong with the input of a run: all of it, each with the place to mend."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing to mend.

    Attributes:
        file: the file it stands in, as the user named it.
        where: the case and the field, such as `status-503: expect.requests`; empty for the file.
        message: what is wrong, in words.
    """

    file: str
    where: str
    message: str

    def __str__(self) -> str:
        """`file: where: message`."""
        return ": ".join(part for part in (self.file, self.where, self.message) if part)


class BadInputError(Exception):
    """Input that cannot be used. Raised before anything is built or run.

    Attributes:
        problems: every problem that was found, in the order of the files.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Keeps the problems; there is at least one."""
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))
