"""Every broken client is caught by the cases that it names, and no sound one is by any.

Each file in `broken/` is the Python client with one change. Its description is read from the
source, without importing it, because an import would change the client in this process. Each file
in `sound/` is the Python client with one change that a specification allows.

Clients are played in batches, each by the worker that runs the tests of the batch. A broken client
is played the cases that it names and one in ten of the others; `nox -s evidence` plays all of them.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Final

import pytest
from tests.strength import matrix
from tests.strength.broken_client import FOLDER, BrokenClient, broken_clients
from tests.strength.catches import Catches
from tests.strength.playing import ARGUMENTS, REFERENCE, Played, client_of

from scoreline.fault import Code
from scoreline.protocol.manifest import Client, Mode
from scoreline.results.verdict import Outcome
from scoreline.suite.loader import load_suite

SUITE: Final = load_suite()
CASES: Final = {case.identifier: case for case in SUITE.cases}
REQUIREMENTS: Final = Catches(SUITE.cases, ()).requirements
SOUND: Final = tuple(sorted((Path(__file__).parent / "sound").glob("[a-z]*.py")))
ALL: Final = broken_clients()
BROKEN: Final = {broken.name: broken for broken in ALL}
BATCHES: Final = matrix.batches(ALL)
OTHERS: Final = len(BATCHES)
"""The batch of the clients that are not broken."""
BATCH_OF: Final = {
    broken.name: number for number, batch in enumerate(BATCHES) for broken in batch
} | dict.fromkeys((matrix.reference().name, *(path.stem for path in SOUND)), OTHERS)
CHOSEN: Final = {broken.name: matrix.sample(broken, CASES) for broken in ALL}
PlayedOf = Callable[[str], Played]


def of_batch(name: str, *more: object) -> object:
    """Arguments of a test about a client; their identifier begins with the client's batch."""
    return pytest.param(name, *more, id=f"batch-{BATCH_OF[name]:02}-{name}")


every = pytest.mark.parametrize("broken", ALL, ids=lambda broken: broken.name)


def _sound() -> list[Client]:
    modes = {Mode.SESSION: (ARGUMENTS[Mode.SESSION],)}
    folders = (REFERENCE, FOLDER)
    return [client_of(path.stem, (str(path),), folders, modes) for path in SOUND]


@pytest.fixture(scope="session")
def played_of() -> PlayedOf:
    """What came of a client, whose whole batch is played when the first of it is asked for."""

    @cache
    def played(batch: int) -> Mapping[str, Played]:
        if batch == OTHERS:
            clients = [matrix.reference(), *_sound()]
        else:
            clients = [broken.client(SUITE.cases) for broken in BATCHES[batch]]
        return asyncio.run(matrix.played(clients, SUITE, CHOSEN))

    return lambda name: played(BATCH_OF[name])[name]


@pytest.mark.parametrize("name", [of_batch(matrix.reference().name)])
def test_unbroken_passes(name: str, played_of: PlayedOf) -> None:
    """The client that all broken clients derive from passes every case."""
    outcomes = played_of(name).outcomes
    assert outcomes.keys() == CASES.keys()
    assert {case for case in CASES if outcomes[case] is not Outcome.PASS} == set()


@pytest.mark.parametrize("name", [of_batch(path.stem) for path in SOUND])
def test_sound_passes(name: str, played_of: PlayedOf) -> None:
    """A client that does something else that is allowed passes every case that it is played."""
    outcomes = played_of(name).outcomes
    assert outcomes.keys() == CASES.keys()
    assert matrix.not_passed(SUITE, played_of(name)) == frozenset()
    assert Outcome.PASS in outcomes.values()


@pytest.mark.parametrize("name", [of_batch(name) for name in BROKEN])
def test_caught_by_its_cases_alone(name: str, played_of: PlayedOf) -> None:
    """The cases that catch a broken client are those that it names; one is about its violation."""
    assert played_of(name).outcomes.keys() == CHOSEN[name]
    catch = matrix.catch(BROKEN[name], {name: played_of(name)})
    assert list(catch.problems(REQUIREMENTS)) == []


@pytest.mark.parametrize("name", [of_batch(name) for name in sorted(matrix.VACUOUS)])
def test_vacuous_passes_nothing(name: str, played_of: PlayedOf) -> None:
    """A client that ignores its input, or every reply, passes no case in any mode."""
    outcomes = set(played_of(name).outcomes.values())
    assert Outcome.FAIL in outcomes
    assert Outcome.PASS not in outcomes


@pytest.mark.parametrize(
    ("name", "code"),
    [
        of_batch("process_exits", Code.EXITED),
        of_batch("log_line_on_standard_output", Code.NOT_JSON),
        of_batch("answered_twice", Code.ANSWERED_TWICE),
        of_batch("process_hangs", Code.TIMEOUT),
    ],
)
def test_fault_is_named(name: str, code: Code, played_of: PlayedOf) -> None:
    """Each case that fails because of a fault has the code of that fault in its verdict."""
    codes = played_of(name).codes
    found = {case: codes.get(case, frozenset()) for case in BROKEN[name].expected(CASES)}
    assert {case: codes for case, codes in found.items() if code not in codes} == {}


@every
def test_description_has_its_form(broken: BrokenClient) -> None:
    """A broken client states its defect in one sentence and what stays right in a paragraph."""
    defect, _, right = broken.text.partition("\n\n")
    assert defect.endswith(".")
    assert ". " not in defect.replace("\n", " ")
    assert right.endswith(".")


@every
def test_patterns_match(broken: BrokenClient) -> None:
    """Every pattern of a broken client matches a case."""
    dead = [
        pattern
        for pattern in broken.caught_by
        if not any(fnmatchcase(identifier, pattern) for identifier in CASES)
    ]
    assert not dead


@every
def test_violated_requirements_exist(broken: BrokenClient) -> None:
    """A broken client violates at least one requirement, and only such as there are."""
    assert broken.violates
    assert set(broken.violates) <= SUITE.requirements.keys()


@pytest.mark.parametrize("requirement", SUITE.requirements)
def test_requirement_has_broken_client(requirement: str) -> None:
    """A broken client other than the vacuous ones violates each requirement."""
    assert [
        broken.name
        for broken in ALL
        if broken.name not in matrix.VACUOUS and requirement in broken.violates
    ]
