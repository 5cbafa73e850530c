"""Plays the broken clients against every case: which case catches which of them."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import Final
from zlib import crc32

from tests.strength.broken_client import BrokenClient, broken_clients
from tests.strength.catches import Catch, Catches
from tests.strength.playing import ARGUMENTS, LIBRARY, REFERENCE, Played, client_of, items_of, play

from scoreline.protocol.manifest import Client
from scoreline.results.verdict import Outcome
from scoreline.runner.options import Options
from scoreline.suite.loader import Suite

EVERY: Final[Mapping[str, Collection[str]]] = MappingProxyType({})
"""Every client is played every case."""
VACUOUS: Final = frozenset(
    {"never_answers", "constant_predictions", "every_call_refused", "answers_from_rows"}
)
"""Broken clients that do nothing that could be judged; no verdict catches them as well."""
WAITING: Final = frozenset(
    {
        "never_answers",
        "process_hangs",
        "stalled_body_awaited",
        "timeout_excludes_body",
        "timeout_ignored",
    }
)
"""Broken clients that wait for their deadlines. They are played at the same time, and first."""
TOGETHER: Final = 4
"""Other broken clients that are played at the same time by one process."""
AT_ONCE: Final = 8
"""Clients that run at the same time. Two cores cannot run all of them within their deadlines."""
ONE_IN: Final = 10
"""Of the cases that must not catch a broken client, the tests play it one in so many."""
DEADLINE_SECONDS: Final = 8.0
START_SECONDS: Final = 20.0
GRACE_SECONDS: Final = 2.0


def batches(brokens: Sequence[BrokenClient]) -> tuple[tuple[BrokenClient, ...], ...]:
    """Broken clients that are played together, each in one batch."""
    others = [broken for broken in brokens if broken.name not in WAITING]
    return (
        tuple(broken for broken in brokens if broken.name in WAITING),
        *(tuple(others[at : at + TOGETHER]) for at in range(0, len(others), TOGETHER)),
    )


def reference() -> Client:
    """The client that all broken clients derive from, in every mode."""
    modes = {mode: (argument,) for mode, argument in ARGUMENTS.items()}
    return client_of("reference", ("-m", LIBRARY), (REFERENCE,), modes)


def sample(broken: BrokenClient, cases: Collection[str]) -> frozenset[str]:
    """The cases that must catch a broken client, and the same few of the others each time."""
    return broken.expected(cases) | {
        case for case in cases if crc32(f"{broken.name} {case}".encode()) % ONE_IN == 0
    }


async def played(
    clients: Sequence[Client], suite: Suite, chosen: Mapping[str, Collection[str]] = EVERY
) -> dict[str, Played]:
    """Plays clients, and returns what came of them by name.

    Args:
        clients: the clients.
        suite: the suite.
        chosen: by client, the cases that it is played; every case if it is not there.
    """
    items, turn = items_of(suite), asyncio.Semaphore(AT_ONCE)
    with TemporaryDirectory(prefix="strength-") as cache:
        options = Options(
            cache=Path(cache),
            driver="process",
            deadline_seconds=DEADLINE_SECONDS,
            start_seconds=START_SECONDS,
            grace_seconds=GRACE_SECONDS,
        )

        async def in_turn(client: Client) -> Played:
            wanted = chosen.get(client.name)
            own = [one for one in items if wanted is None or one.info.identifier in wanted]
            async with turn:
                return await play(client, own, options)

        found = await asyncio.gather(*map(in_turn, clients))
    return {client.name: one for client, one in zip(clients, found, strict=True)}


def catch(broken: BrokenClient, found: Mapping[str, Played]) -> Catch:
    """What catches a broken client, of the cases that it was played."""
    return Catch.of(broken, found[broken.name], vacuous=broken.name in VACUOUS)


def not_passed(suite: Suite, one: Played) -> frozenset[str]:
    """The cases that a client neither passes nor lacks a capability for."""
    identifiers = {case.identifier for case in suite.cases}
    return frozenset(identifiers - one.with_outcome(Outcome.PASS, Outcome.NOT_APPLICABLE))


def catches(suite: Suite) -> Catches:
    """Plays the reference client and every broken client."""
    brokens = broken_clients()
    unchanged = reference()
    clients = [unchanged, *_clients(brokens, suite)]
    found = asyncio.run(played(clients, suite))
    return Catches(
        cases=suite.cases,
        each=tuple(catch(broken, found) for broken in brokens),
        reference=not_passed(suite, found[unchanged.name]),
    )


def _clients(brokens: Sequence[BrokenClient], suite: Suite) -> Iterator[Client]:
    for batch in batches(brokens):
        yield from (broken.client(suite.cases) for broken in batch)
