"""Requirements: numbered sentences about a client, each with a level and a source."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from scoreline.formats.problem import Problem
from scoreline.formats.schema import schema_problems
from scoreline.formats.toml import read_toml


class Level(StrEnum):
    """How much of a client a requirement asks for; each level includes the ones before it."""

    CORE = "core"
    """What any code that calls the service must get right, a ten-line sample included."""
    RESILIENT = "resilient"
    """What keeps a program working when the service or the network fails."""
    FULL = "full"
    """What a library does for the people who operate it."""

    @property
    def rank(self) -> int:
        """0 for core, 1 for resilient, 2 for full."""
        return list(Level).index(self)


@dataclass(frozen=True, slots=True)
class Requirement:
    """One sentence with MUST, SHOULD or MAY.

    Attributes:
        identifier: subject and number, such as `ERROR-1`; never reused.
        level: the level it belongs to.
        text: the sentence.
        source: where it comes from.
    """

    identifier: str
    level: Level
    text: str
    source: str


def read_requirements(
    path: Path, problems: list[Problem], *, valid: bool
) -> dict[str, Requirement] | None:
    """The requirements of a file by identifier, or None if a problem was added.

    Args:
        path: the file.
        problems: everything that is wrong with the file is added here.
        valid: the file is known to be valid by its schema.
    """
    document = read_toml(path, problems)
    if document is None:
        return None
    found = [] if valid else list(schema_problems(path, "harness/requirements", document))
    problems.extend(found)
    if found:
        return None
    return {
        identifier: Requirement(identifier, Level(table["level"]), table["text"], table["source"])
        for identifier, table in document.items()
    }
