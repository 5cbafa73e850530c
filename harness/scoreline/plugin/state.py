"""The state of a pytest session with `--scoreline`: suites, clients, and the run beside it."""

from __future__ import annotations

import importlib
import re
import shlex
from collections.abc import Generator, Sequence
from pathlib import Path
from typing import Any

import pytest

from scoreline.formats.printing import printable
from scoreline.formats.problem import BadInputError
from scoreline.formats.schema import load_schemas, schemas_folder
from scoreline.plugin.background_run import BackgroundRun, NoResultError, Result
from scoreline.plugin.items import CaseFailedError, CaseFile, CaseTest
from scoreline.protocol.manifest import Client
from scoreline.reports import failure, summary
from scoreline.results.event import (
    ArgumentsUnread,
    ClientUnavailable,
    Event,
    Progress,
    RunStarted,
)
from scoreline.results.verdict import Verdict
from scoreline.runner.case_item import case_items
from scoreline.runner.given import read_clients, read_run_options
from scoreline.runner.options import Options
from scoreline.runner.plan import ClientPlan, Item, Plan
from scoreline.suite.case import Case
from scoreline.suite.loader import Suite, load_suite
from scoreline.suite.requirement import Level

CASES = "cases"
"""The folder of a suite that holds its case files."""
_PREFIX = "--scoreline-"
_TEST = re.compile(r"\.toml::[^\[]+\[([^\]]+)\]$")
_NOTE = "scoreline"
"""Name of the property that carries a note about the run through reports and processes."""


class PluginState:
    """Collects cases, and has them judged by one run.

    With pytest-xdist each worker has a run of its own, which it starts for a client when the first
    case of that client reaches it; all cases of a client go to one worker.

    Attributes:
        clients: those that are judged.
    """

    def __init__(self, config: pytest.Config) -> None:
        """Reads options, manifests and the case files that are named.

        Raises:
            pytest.UsageError: one of them cannot be used.
        """
        self._config = config
        self._suites: dict[Path, Suite] = {}
        self._items: dict[int, tuple[tuple[Case, Item], ...]] = {}
        self._runs: dict[str, BackgroundRun] = {}
        self._notes: list[str] = []
        self._case_was_run = False
        for level in Level:
            config.addinivalue_line("markers", f"{level.value}: a case of this level (scoreline)")
        if config.args_source is not pytest.Config.ArgsSource.ARGS:
            config.args[:] = [str(schemas_folder() / CASES)]
        try:
            given = read_clients(config.getoption("scoreline_client"), f"{_PREFIX}client")
            self._options = read_run_options(
                lambda name: config.getoption(f"scoreline_{name}"), given.clients, _PREFIX
            )
            for argument in config.args:
                self._check(argument)
        except BadInputError as error:
            raise pytest.UsageError(_problems(error)) from error
        self.clients = given.clients
        self._manifests = given.manifests

    def _check(self, argument: str) -> None:
        """Reads the suite of a case file that is named, so that its problems are reported first."""
        path = self._config.invocation_params.dir / argument.partition("::")[0]
        if _is_case_folder(path if path.is_dir() else path.parent):
            self.suite(path if path.is_dir() else path.parent)
        elif path.suffix == ".toml" and path.is_file():
            raise pytest.UsageError(
                f"{printable(argument)} is not a case file: those are in a folder {CASES}, beside "
                "requirements.toml and vectors"
            )

    # --- what tests ask -------------------------------------------------------------------

    def suite(self, cases: Path) -> Suite:
        """The suite that a folder of case files belongs to.

        Raises:
            BadInputError: it cannot be used.
        """
        folder = cases.resolve().parent
        if folder not in self._suites:
            self._suites[folder] = load_suite(folder, Options().cache)
        return self._suites[folder]

    def items(self, suite: Suite) -> Sequence[tuple[Case, Item]]:
        """The suite's cases as items of a run; the same items at each call."""
        if id(suite) not in self._items:
            items = case_items(suite.cases, suite.control, load_schemas(), seed=self._options.seed)
            self._items[id(suite)] = tuple(zip(suite.cases, items, strict=True))
        return self._items[id(suite)]

    def result(self, test: CaseTest) -> Result:
        """Waits for the result of a test. The first one starts the run, for all of them.

        Raises:
            NoResultError: the run ended without it.
        """
        if test.client.name not in self._runs:
            self._start(test)
        result = self._runs[test.client.name].result(test.client.name, test.item.info.identifier)
        test.user_properties.extend((_NOTE, note) for note in self._notes)
        self._notes.clear()
        return result

    def describe(self, test: CaseTest, verdict: Verdict) -> str:
        """A verdict as text, with the command that plays the case again.

        `scoreline run` knows the cases of its own suite alone; any other is played by pytest.
        """
        driver = self._config.getoption("scoreline_driver")
        if test.path.parent.resolve() == (schemas_folder() / CASES).resolve():
            again = failure.rerun(verdict, manifests=self._manifests, driver=driver)
        else:
            manifest = self._manifests.get(verdict.client)
            client = [f"{_PREFIX}client={manifest}"] if manifest else []
            again = shlex.join(["pytest", "--scoreline", *client, test.nodeid])
        return "\n".join(map(printable, (*failure.lines(verdict), f"again: {again}")))

    def _start(self, first: CaseTest) -> None:
        worker = hasattr(self._config, "workerinput")
        planned: dict[str, tuple[Client, list[Item]]] = {}
        for test in first.session.items:
            if isinstance(test, CaseTest) and (not worker or test.client is first.client):
                _, items = planned.setdefault(test.client.name, (test.client, []))
                items.append(test.item)
        plan = Plan(
            clients=tuple(ClientPlan(client, tuple(items)) for client, items in planned.values()),
            suite=self.suite(first.path.parent).version,
        )
        background = BackgroundRun(plan, self._options, self._tell)
        self._runs.update(dict.fromkeys(planned, background))

    def _tell(self, event: Event) -> None:
        if isinstance(event, RunStarted):
            self._notes.extend(map(summary.unusable, event.unusable))
        elif isinstance(event, ClientUnavailable):
            text = summary.with_remedy(event.fault)
            self._notes.append(f"UNAVAILABLE {event.client}: {text}")
        elif isinstance(event, ArgumentsUnread):
            self._notes.append(summary.arguments_unread(event.client))
        elif isinstance(event, Progress) and self._config.get_verbosity() > 0:
            reporter = self._config.pluginmanager.get_plugin("terminalreporter")
            if reporter is not None:
                reporter.ensure_newline()
                reporter.write_line(printable(f"{event.client}: {event.step}"))

    # --- hooks ----------------------------------------------------------------------------

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Refuses two cases of the same name, whose verdicts could not be told apart.

        Raises:
            pytest.UsageError: two suites have the same case.
        """
        files: dict[tuple[str, str], Path] = {}
        for test in items:
            if isinstance(test, CaseTest):
                identifier = test.item.info.identifier
                other = files.setdefault((test.client.name, identifier), test.path)
                if other != test.path:
                    raise pytest.UsageError(
                        f"two files have the case {identifier}: {other} and {test.path}"
                    )

    def pytest_collect_file(self, file_path: Path, parent: pytest.Collector) -> CaseFile | None:
        """Collects the case files of a suite, and no other TOML file."""
        if file_path.suffix != ".toml" or not _is_case_folder(file_path.parent):
            return None
        file: CaseFile = CaseFile.from_parent(parent, path=file_path, judging=self)
        return file

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Shows the text of a verdict instead of the code that reports it."""
        report = yield
        if isinstance(item, CaseTest) and call.excinfo is not None:
            if isinstance(call.excinfo.value, CaseFailedError | NoResultError):
                report.longrepr = str(call.excinfo.value)
            elif isinstance(report.longrepr, tuple):
                report.longrepr = (str(item.client.folder / "client.toml"), 1, report.longrepr[2])
        return report

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Notes that a case was run, here or by a worker."""
        self._case_was_run = self._case_was_run or _TEST.search(report.nodeid) is not None

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Ends the run, and fails a session that judged nothing."""
        for background in set(self._runs.values()):
            background.stop()
        nothing = not self._case_was_run and session.exitstatus == pytest.ExitCode.OK
        judges = not hasattr(self._config, "workerinput") and not self._config.option.collectonly
        if nothing and judges:
            session.exitstatus = pytest.ExitCode.NO_TESTS_COLLECTED

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        """Shows what was not judged, or not under the conditions that were preferred."""
        reports = [
            report
            for reports in terminalreporter.stats.values()
            for report in reports
            if isinstance(report, pytest.TestReport)
        ]
        notes = [
            text
            for one in reports
            for name, text in one.user_properties
            if name == _NOTE and isinstance(text, str)
        ]
        if not self._case_was_run and not self._config.option.collectonly:
            notes.append("NOTHING JUDGED: no case was selected")
        if notes:
            terminalreporter.section("scoreline", yellow=True)
            for note in dict.fromkeys(notes):
                terminalreporter.write_line(printable(note))

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_make_scheduler(self, config: pytest.Config, log: Any) -> Any:
        """With the default distribution of pytest-xdist, all cases of a client go to one worker."""
        if config.getoption("dist") != "load":
            return None
        scheduler: Any = importlib.import_module("xdist.scheduler").LoadScopeScheduling(config, log)
        scheduler._split_scope = _scope  # noqa: SLF001 - the method that its manual names for this
        return scheduler


def _is_case_folder(path: Path) -> bool:
    return path.name == CASES and (path.parent / "requirements.toml").is_file()


def _problems(error: BadInputError) -> str:
    return "\n".join(printable(str(problem)) for problem in error.problems)


def _scope(nodeid: str) -> str:
    """The client of a case; any other test is independent."""
    found = _TEST.search(nodeid)
    return found[1] if found else nodeid
