"""Settings of a run."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

from platformdirs import user_cache_path

_SEED_BYTES = 4


def _cache_folder() -> Path:
    return user_cache_path("scoreline")


def _new_seed() -> int:
    return int.from_bytes(os.urandom(_SEED_BYTES))


@dataclass(frozen=True, slots=True)
class Options:
    """Settings of a run.

    Attributes:
        cache: folder for builds and for the locks of live runs. By default the user's cache folder
            by the platform's convention (XDG_CACHE_HOME).
        driver: name of the driver that runs the clients; None: the first one in the registry that
            can run a client here.
        required: names of clients whose being unavailable is a failure.
        deadline_seconds: limit for one item in a session, from the first message to the last
            answer, and for each program of a one-shot.
        start_seconds: limit for the answer to `initialize`.
        grace_seconds: time a client has to answer a further message, once an item has exceeded its
            deadline, before its session is ended.
        in_flight: number of items that one session plays at the same time.
        seed: of the numbers that are drawn for the run.
    """

    cache: Path = field(default_factory=_cache_folder)
    driver: str | None = None
    required: frozenset[str] = frozenset()
    deadline_seconds: float = 15.0
    start_seconds: float = 60.0
    grace_seconds: float = 3.0
    in_flight: int = 8
    seed: int = field(default_factory=_new_seed)
