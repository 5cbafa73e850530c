"""What a run is told beside its clients and cases."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class DriverChoice(StrEnum):
    """How clients are run."""

    AUTO = "auto"
    """In a container where a Docker engine answers, else as a process."""
    CONTAINER = "container"
    PROCESS = "process"


@dataclass(frozen=True, slots=True)
class Options:
    """Settings of a run.

    Attributes:
        cache: the folder for builds and for the locks of live runs.
        driver: how clients are run.
        required: names of clients that have to be available.
        case_seconds: deadline of one case, from the first message to the last answer.
        start_seconds: how long a client may take to answer `initialize`.
        grace_seconds: how long a client may take to show that it still listens, once a case
            has passed its deadline.
        in_flight: how many cases of one client run at once in a session.
    """

    cache: Path
    driver: DriverChoice = DriverChoice.AUTO
    required: frozenset[str] = frozenset()
    case_seconds: float = 15.0
    start_seconds: float = 60.0
    grace_seconds: float = 3.0
    in_flight: int = 8
