"""What is wrong with the input of a run: every problem, each with the place to fix."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeAlias

from scoreline.fault import Code

SchemaError: TypeAlias = tuple[tuple[str | int, ...], Code, str]
"""The path of a field, the code and the message of what is wrong with it."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing to fix.

    Attributes:
        code: a member of `scoreline.fault.Code` below `input.`.
        file: the file with the problem, as the user named it.
        where: the case and the field, such as `status-503: expect.requests`; empty for the file.
        message: what is wrong, for people.
    """

    code: str
    file: str
    where: str
    message: str

    def __str__(self) -> str:
        """`file: where: message`."""
        return ": ".join(part for part in (self.file, self.where, self.message) if part)


class BadInputError(Exception):
    """Input that cannot be used. Raised before anything is built or run.

    Attributes:
        problems: every problem that was found, in the order of the files; at least one.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        """The text of the error has one line per problem."""
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


def place(where: tuple[str | int, ...], document: Any) -> str:
    """`status-503: expect.requests` for a field of a case, else the path joined with dots."""
    if len(where) > 1 and where[0] == "case" and isinstance(where[1], int):
        case = document["case"][where[1]]
        name = case.get("name") if isinstance(case, dict) else None
        return f"{name or f'case {where[1] + 1}'}: {field_of(where[2:])}".rstrip(": ")
    return field_of(where)


def field_of(where: tuple[str | int, ...]) -> str:
    """The path of a field joined with dots; steps are counted from 1, as in all that people read.

    Such as `expect.requests`, and `step 1: expect.requests` for `steps[0]`.
    """
    if len(where) > 1 and where[0] == "steps" and isinstance(where[1], int):
        return f"step {where[1] + 1}: {field_of(where[2:])}".rstrip(": ")
    return ".".join(map(str, where))
