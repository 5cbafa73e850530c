"""Requirements: numbered sentences about a client, each with a level and a source."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How much of a client a requirement asks for; each level holds the ones before it."""

    CORE = "core"
    """What any code that calls the service has to get right, a ten-line sample included."""
    RESILIENT = "resilient"
    """What keeps a program going when the service or the network does not."""
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
