"""Every broken client is caught by its own cases and by no other, all of them in one place.

Each of `broken/*.py` is the Python client with one thing changed. What it says of itself is read
from its source and never imported, since it changes the client where it is run.
"""

from __future__ import annotations

import ast
import asyncio
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Final

import pytest

from scoreline.formats.schema import load_schemas
from scoreline.protocol.manifest import Client, Command, ProcessStart
from scoreline.results.event import CaseJudged, Event
from scoreline.results.verdict import Outcome, Verdict
from scoreline.runner.options import DriverChoice, Options
from scoreline.runner.run import run
from scoreline.suite.case import Case, Door
from scoreline.suite.loader import load_suite

FOLDER: Final = Path(__file__).parent / "broken"
SOURCE: Final = Path(__file__).parents[1] / "clients" / "python" / "src"
PYTHON: Final = ("env", f"PYTHONPATH={SOURCE}", sys.executable)
UNBROKEN: Final = "unbroken"
VACUOUS: Final = frozenset({"nothing_done", "everything_predicted", "everything_refused"})
FIRST: Final = ("nothing_done", "hang", "no_time_limit", "limit_ends_with_the_headers")
"""They use up their deadlines, so they start first."""
AT_ONCE: Final = 8
"""Clients in flight: with all at once two cores could not keep any deadline."""
CASE_SECONDS: Final = 8.0
START_SECONDS: Final = 20.0
GRACE_SECONDS: Final = 2.0
SUITE: Final = load_suite()
CASES: Final = {case.identifier: case for case in SUITE.cases}


@dataclass(frozen=True)
class Broken:
    """A broken client as its file describes it.

    Attributes:
        name: the file's name without its ending, after its defect.
        words: its docstring: the defect, and what stays right.
        caught_by: patterns of the cases that must catch it.
    """

    name: str
    words: str
    caught_by: tuple[str, ...]

    @property
    def expected(self) -> frozenset[str]:
        """The cases that must catch it."""
        return frozenset(
            identifier
            for identifier in CASES
            if any(fnmatchcase(identifier, pattern) for pattern in self.caught_by)
        )

    @property
    def client(self) -> Client:
        """It as a client; without its one-shot, which is slow, where no such case must catch it."""
        command = (*PYTHON, str(FOLDER / f"{self.name}.py"))
        shows = any(CASES[identifier].call.door is Door.ONE_SHOT for identifier in self.expected)
        return _client(self.name, (*command, "session"), (*command, "score") if shows else None)


def _client(name: str, session: Command, one_shot: Command | None) -> Client:
    process = ProcessStart(
        requires=("env",), remedy="", build=(), session=session, one_shot=one_shot
    )
    return Client(name, "Python", FOLDER, container=None, process=process)


def _read(path: Path) -> Broken:
    module = ast.parse(path.read_text("utf-8"))
    caught_by = next(
        ast.literal_eval(node.value)
        for node in module.body
        if isinstance(node, ast.AnnAssign)
        and isinstance(node.target, ast.Name)
        and node.target.id == "CAUGHT_BY"
        and node.value is not None
    )
    return Broken(path.stem, ast.get_docstring(module) or "", caught_by)


ALL: Final = tuple(_read(path) for path in sorted(FOLDER.glob("[a-z]*.py")))
VERDICTS = Mapping[str, Mapping[str, Verdict]]
each = pytest.mark.parametrize("broken", ALL, ids=lambda broken: broken.name)


@pytest.fixture(scope="session")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> VERDICTS:
    """The verdict on every case, of every broken client and of the one that is none."""
    module = (*PYTHON, "-m", "azureml_scoring")
    unbroken = _client(UNBROKEN, (*module, "session"), (*module, "score"))
    brokens = sorted(ALL, key=lambda broken: broken.name not in FIRST)
    clients = [*(broken.client for broken in brokens), unbroken]
    options = Options(
        cache=tmp_path_factory.mktemp("cache"),
        driver=DriverChoice.PROCESS,
        case_seconds=CASE_SECONDS,
        start_seconds=START_SECONDS,
        grace_seconds=GRACE_SECONDS,
    )
    return asyncio.run(_judge(clients, SUITE.cases, options))


async def _judge(clients: Sequence[Client], cases: Sequence[Case], options: Options) -> VERDICTS:
    verdicts: defaultdict[str, dict[str, Verdict]] = defaultdict(dict)
    turn = asyncio.Semaphore(AT_ONCE)

    def note(event: Event) -> None:
        if isinstance(event, CaseJudged):
            verdicts[event.verdict.client][event.verdict.case] = event.verdict

    async def judge(client: Client) -> None:
        async with turn:
            await run(
                [client],
                cases,
                control=SUITE.control,
                schemas=load_schemas(),
                options=options,
                emit=note,
            )

    async with asyncio.TaskGroup() as group:
        for client in clients:
            group.create_task(judge(client))
    return verdicts


def _caught(verdicts: VERDICTS, name: str) -> frozenset[str]:
    return frozenset(
        identifier
        for identifier, verdict in verdicts[name].items()
        if verdict.outcome in (Outcome.FAIL, Outcome.NO_VERDICT)
    )


def _found(verdict: Verdict) -> str:
    return "; ".join(mismatch.found for mismatch in verdict.mismatches)


def test_unbroken_passes(verdicts: VERDICTS) -> None:
    """The client that all broken ones are made from passes every case in the same run."""
    outcomes = {verdict.outcome for verdict in verdicts[UNBROKEN].values()}
    assert verdicts[UNBROKEN].keys() == CASES.keys()
    assert outcomes == {Outcome.PASS}, _caught(verdicts, UNBROKEN)


@each
def test_caught_by_its_cases_alone(broken: Broken, verdicts: VERDICTS) -> None:
    """The cases that catch a broken client are exactly those that it names."""
    assert verdicts[broken.name].keys() == CASES.keys()
    caught = _caught(verdicts, broken.name)
    missed, unrelated = sorted(broken.expected - caught), sorted(caught - broken.expected)
    assert (missed, unrelated) == ([], [])


@pytest.mark.parametrize("name", sorted(VACUOUS))
def test_vacuous_passes_nothing(name: str, verdicts: VERDICTS) -> None:
    """A client that looks at nothing passes no case, through neither door."""
    outcomes = {verdict.outcome for verdict in verdicts[name].values()}
    assert outcomes <= {Outcome.FAIL, Outcome.NO_VERDICT}


@each
def test_names_what_it_is(broken: Broken) -> None:
    """A broken client says its defect in one sentence and what stays right in a paragraph."""
    defect, _, right = broken.words.partition("\n\n")
    assert defect.endswith(".")
    assert ". " not in defect.replace("\n", " ")
    assert right.endswith(".")


@each
def test_patterns_match(broken: Broken) -> None:
    """Every pattern of a broken client matches a case."""
    dead = [
        pattern
        for pattern in broken.caught_by
        if not any(fnmatchcase(identifier, pattern) for identifier in CASES)
    ]
    assert not dead


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("death", "exited with status 70"),
        ("garbage_on_standard_output", "wrote a line that is no JSON"),
        ("answered_twice", "answered request"),
        ("hang", f"gave no answer within {CASE_SECONDS:g} s"),
        ("no_time_limit", f"gave no answer within {CASE_SECONDS:g} s"),
    ],
)
def test_fault_is_named(name: str, words: str, verdicts: VERDICTS) -> None:
    """The verdict of each case that a fault costs says in words which fault it was."""
    (broken,) = (one for one in ALL if one.name == name)
    found = {identifier: _found(verdicts[name][identifier]) for identifier in broken.expected}
    assert {identifier: text for identifier, text in found.items() if words not in text} == {}


@pytest.mark.parametrize("requirement", SUITE.requirements)
def test_requirement_has_broken_client(requirement: str) -> None:
    """Every requirement has a broken client, other than the vacuous ones, that its cases catch."""
    proofs = {case.identifier for case in SUITE.cases if requirement in case.requirements}
    assert [
        broken.name for broken in ALL if broken.name not in VACUOUS and broken.expected & proofs
    ]
