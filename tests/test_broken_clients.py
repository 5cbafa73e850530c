"""Every broken client is caught by exactly the cases that it names, and no sound one is.

Each file in `broken/` is the Python client with one change. Its description is read from the
source, without importing it, because an import would change the client in this process. Each file
in `sound/` is the Python client with one change that a specification allows.
"""

from __future__ import annotations

import ast
import asyncio
import sys
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Final

import pytest

from scoreline.fault import Code
from scoreline.formats.schema import load_schemas
from scoreline.protocol.manifest import Client, Mode
from scoreline.results.event import Event, ItemJudged
from scoreline.results.verdict import Outcome, Verdict
from scoreline.runner.case_item import case_items
from scoreline.runner.options import Options
from scoreline.runner.plan import ClientPlan, Plan
from scoreline.runner.run import run
from scoreline.suite.loader import load_suite

FOLDER: Final = Path(__file__).parent / "broken"
SOURCE: Final = Path(__file__).parents[1] / "clients" / "python" / "src"
PYTHON: Final = ("env", f"PYTHONPATH={SOURCE}:{FOLDER}", sys.executable)
SOUND: Final = tuple(sorted((FOLDER.parent / "sound").glob("[a-z]*.py")))
UNBROKEN: Final = "unbroken"
VACUOUS: Final = frozenset(
    {"never_answers", "constant_predictions", "every_call_refused", "answers_from_rows"}
)
FIRST: Final = ("never_answers", "process_hangs", "timeout_ignored", "timeout_excludes_body")
"""Clients that wait for their deadlines. They start first."""
AT_ONCE: Final = 8
"""Clients that run at the same time. Two cores cannot run all of them within their deadlines."""
DEADLINE_SECONDS: Final = 8.0
START_SECONDS: Final = 20.0
GRACE_SECONDS: Final = 2.0
SUITE: Final = load_suite()
CASES: Final = {case.identifier: case for case in SUITE.cases}


@dataclass(frozen=True)
class Broken:
    """A broken client as its file describes it.

    Attributes:
        name: name of its file without the suffix; names the defect.
        text: docstring of its file: the defect, and what stays right.
        caught_by: patterns of the cases that must catch it.
    """

    name: str
    text: str
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
        """The client, with one-shot mode, which is slow, only if a one-shot case must catch it."""
        command = (*PYTHON, str(FOLDER / f"{self.name}.py"))
        shown = any(CASES[identifier].call.mode is Mode.ONE_SHOT for identifier in self.expected)
        return _client(self.name, (*command, "session"), (*command, "score") if shown else None)


def _client(name: str, session: tuple[str, ...], one_shot: tuple[str, ...] | None) -> Client:
    table: dict[str, object] = {"requires": ["env"], "remedy": "", "session": list(session)}
    if one_shot is not None:
        table["one-shot"] = list(one_shot)
    return Client(name, "Python", FOLDER, {"process": table})


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
    """The verdicts by client and case, for every broken client, the unbroken and the sound ones."""
    module = (*PYTHON, "-m", "azureml_scoring")
    unbroken = _client(UNBROKEN, (*module, "session"), (*module, "score"))
    brokens = sorted(ALL, key=lambda broken: broken.name not in FIRST)
    sound = (_client(path.stem, (*PYTHON, str(path), "session"), None) for path in SOUND)
    clients = [*(broken.client for broken in brokens), unbroken, *sound]
    options = Options(
        cache=tmp_path_factory.mktemp("cache"),
        driver="process",
        deadline_seconds=DEADLINE_SECONDS,
        start_seconds=START_SECONDS,
        grace_seconds=GRACE_SECONDS,
    )
    return asyncio.run(_judge(clients, options))


async def _judge(clients: list[Client], options: Options) -> VERDICTS:
    items = case_items(SUITE.cases, SUITE.control, load_schemas(), seed=7)
    verdicts: defaultdict[str, dict[str, Verdict]] = defaultdict(dict)
    turn = asyncio.Semaphore(AT_ONCE)

    def note(event: Event) -> None:
        if isinstance(event, ItemJudged):
            verdict = event.verdict
            verdicts[verdict.client][verdict.item.identifier] = verdict

    async def judge(client: Client) -> None:
        async with turn:
            await run(Plan((ClientPlan(client, items),)), options, note)

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


def _not_applicable(verdicts: VERDICTS, name: str) -> frozenset[str]:
    return frozenset(
        identifier
        for identifier, verdict in verdicts[name].items()
        if verdict.outcome is Outcome.NOT_APPLICABLE
    )


def _codes(verdict: Verdict) -> set[str]:
    return {mismatch.code for mismatch in verdict.mismatches}


def test_unbroken_passes(verdicts: VERDICTS) -> None:
    """The client that all broken clients derive from passes every case in the same run."""
    outcomes = {
        verdict.outcome
        for identifier, verdict in verdicts[UNBROKEN].items()
        if "tls" not in CASES[identifier].needs  # a capability that it does not claim
    }
    assert verdicts[UNBROKEN].keys() == CASES.keys()
    assert outcomes == {Outcome.PASS}, _caught(verdicts, UNBROKEN)


@pytest.mark.parametrize("path", SOUND, ids=lambda path: path.stem)
def test_sound_passes(path: Path, verdicts: VERDICTS) -> None:
    """A client that does something else that is allowed passes every case that it is played."""
    outcomes = {verdict.outcome for verdict in verdicts[path.stem].values()}
    assert verdicts[path.stem].keys() == CASES.keys()
    assert outcomes == {Outcome.PASS, Outcome.NOT_APPLICABLE}, _caught(verdicts, path.stem)


@each
def test_caught_by_its_cases_alone(broken: Broken, verdicts: VERDICTS) -> None:
    """The cases that catch a broken client are exactly those that it names."""
    assert verdicts[broken.name].keys() == CASES.keys()
    caught = _caught(verdicts, broken.name)
    expected = broken.expected - _not_applicable(verdicts, broken.name)
    missed, unrelated = sorted(expected - caught), sorted(caught - expected)
    assert (missed, unrelated) == ([], [])


@pytest.mark.parametrize("name", sorted(VACUOUS))
def test_vacuous_passes_nothing(name: str, verdicts: VERDICTS) -> None:
    """A client that ignores its input, or every reply, passes no case in any mode."""
    outcomes = {verdict.outcome for verdict in verdicts[name].values()}
    assert Outcome.FAIL in outcomes
    assert Outcome.PASS not in outcomes


@each
def test_description_has_its_form(broken: Broken) -> None:
    """A broken client states its defect in one sentence and what stays right in a paragraph."""
    defect, _, right = broken.text.partition("\n\n")
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
    ("name", "code"),
    [
        ("process_exits", Code.EXITED),
        ("log_line_on_standard_output", Code.NOT_JSON),
        ("answered_twice", Code.ANSWERED_TWICE),
        ("process_hangs", Code.TIMEOUT),
        ("timeout_ignored", Code.TIMEOUT),
    ],
)
def test_fault_is_named(name: str, code: Code, verdicts: VERDICTS) -> None:
    """Each case that fails because of a fault has the code of that fault in its verdict."""
    (broken,) = (one for one in ALL if one.name == name)
    found = {identifier: _codes(verdicts[name][identifier]) for identifier in broken.expected}
    assert {identifier: codes for identifier, codes in found.items() if code not in codes} == {}


@pytest.mark.parametrize("requirement", SUITE.requirements)
def test_requirement_has_broken_client(requirement: str) -> None:
    """The cases of every requirement catch a broken client other than the vacuous ones."""
    proofs = {case.identifier for case in SUITE.cases if requirement in case.requirements}
    assert [
        broken.name for broken in ALL if broken.name not in VACUOUS and broken.expected & proofs
    ]
