"""What a pytest session with `--scoreline` has: suites, clients, and the engine beside it."""

from __future__ import annotations

import importlib
import re
from collections import defaultdict
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest

from scoreline.formats.problem import BadInputError
from scoreline.formats.schema import load_schemas, schemas_folder
from scoreline.plugin.background_run import Judging, NothingSaidError, Word
from scoreline.plugin.items import CaseFailedError, CaseFile, CaseItem
from scoreline.protocol.manifest import Client, load_clients, reference_manifests
from scoreline.reports import failure
from scoreline.results.event import ClientUnavailable, Event, Progress, RunStarted
from scoreline.results.verdict import Verdict
from scoreline.runner.cache import cache_folder
from scoreline.runner.options import DriverChoice, Options
from scoreline.runner.selection import required_clients
from scoreline.suite.case import Case
from scoreline.suite.loader import Suite, load_suite
from scoreline.suite.requirement import Level

CASES = "cases"
"""The folder of a suite that holds its case files."""
_ITEM = re.compile(r"\.toml::[^\[]+\[([^\]]+)\]$")
_NOTE = "scoreline"
"""Name of the property that carries a remark on the run through reports and processes."""


class House:
    """Collects cases, and has them judged by one run of the engine.

    With pytest-xdist each worker has an engine of its own, which it starts for a client when the
    first case of that client comes to it; all cases of a client go to one worker.

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
        self._judgings: dict[str, Judging] = {}
        self._notes: list[str] = []
        self._case_was_run = False
        for level in Level:
            config.addinivalue_line("markers", f"{level.value}: a case of this level (scoreline)")
        if config.args_source is not pytest.Config.ArgsSource.ARGS:
            config.args[:] = [str(schemas_folder() / CASES)]
        try:
            given = [Path(path) for path in config.getoption("scoreline_client")]
            self.clients = load_clients(given or reference_manifests())
            self._options = self._read_options()
            for argument in config.args:
                self._check(argument)
        except BadInputError as error:
            raise pytest.UsageError(str(error)) from error
        if not self.clients:
            raise pytest.UsageError("there are no reference clients here: use --scoreline-client")
        self._manifests = dict(
            zip((one.name for one in self.clients), map(str, given), strict=False)
        )

    def _read_options(self) -> Options:
        given = self._config.getoption("scoreline_require").split(",")
        names = [name.strip() for name in given if name.strip()]
        seconds = self._config.getoption("scoreline_deadline")
        if not 0 < seconds < float("inf"):
            raise pytest.UsageError(f"--scoreline-deadline: {seconds} is no number of seconds")
        return Options(
            cache=cache_folder(),
            driver=DriverChoice(self._config.getoption("scoreline_driver")),
            required=required_clients(self.clients, names, option="--scoreline-require"),
            case_seconds=seconds,
        )

    def _check(self, argument: str) -> None:
        """Reads the suite of a case file that is named, so that what is wrong is said at once."""
        path = self._config.invocation_params.dir / argument.partition("::")[0]
        if _is_case_folder(path if path.is_dir() else path.parent):
            self.suite(path if path.is_dir() else path.parent)
        elif path.suffix == ".toml" and path.is_file():
            raise pytest.UsageError(
                f"{argument} is no case file: those lie in a folder {CASES}, with "
                "requirements.toml and vectors beside it"
            )

    def suite(self, cases: Path) -> Suite:
        """The suite that a folder of case files belongs to.

        Raises:
            BadInputError: it cannot be used.
        """
        folder = cases.resolve().parent
        if folder not in self._suites:
            self._suites[folder] = load_suite(folder)
        return self._suites[folder]

    # --- what items ask -------------------------------------------------------------------

    def word(self, item: CaseItem) -> Word:
        """Waits for what is said of an item; the first one starts the engine for all.

        Raises:
            NothingSaidError: nothing is known about it.
        """
        if item.client.name not in self._judgings:
            self._start(item)
        word = self._judgings[item.client.name].word(item.client, item.case)
        item.user_properties.extend((_NOTE, note) for note in self._notes)
        self._notes.clear()
        return word

    def told(self, verdict: Verdict) -> str:
        """A verdict in words, with the line that plays it again."""
        driver = self._config.getoption("scoreline_driver")
        again = failure.rerun(verdict, manifests=self._manifests, driver=driver)
        return "\n".join((*failure.lines(verdict), f"again: {again}"))

    def _start(self, first: CaseItem) -> None:
        alone = hasattr(self._config, "workerinput")
        plan: defaultdict[Client, list[Case]] = defaultdict(list)
        for item in first.session.items:
            if isinstance(item, CaseItem) and (not alone or item.client is first.client):
                plan[item.client].append(item.case)
        judging = Judging(
            plan,
            control=self.suite(first.path.parent).control,
            schemas=load_schemas(),
            options=self._options,
            tell=self._tell,
        )
        self._judgings.update((client.name, judging) for client in plan)

    def _tell(self, event: Event) -> None:
        if isinstance(event, RunStarted) and event.engine_missing:
            self._notes.append(f"WITHOUT CONTAINERS: {event.engine_missing}")
        elif isinstance(event, ClientUnavailable):
            text = f"{event.client}: {event.reason}; remedy: {event.remedy}"
            self._notes.append(f"UNAVAILABLE {text}")
        elif isinstance(event, Progress) and self._config.get_verbosity() > 0:
            reporter = self._config.pluginmanager.get_plugin("terminalreporter")
            if reporter is not None:
                reporter.ensure_newline()
                reporter.write_line(failure.printable(f"{event.client}: {event.step}"))

    # --- hooks ----------------------------------------------------------------------------

    def pytest_collect_file(self, file_path: Path, parent: pytest.Collector) -> CaseFile | None:
        """Collects the case files of a suite, and no other TOML file."""
        if file_path.suffix != ".toml" or not _is_case_folder(file_path.parent):
            return None
        file: CaseFile = CaseFile.from_parent(parent, path=file_path, house=self)
        return file

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Shows the words of a verdict, and not the code that tells them."""
        report = yield
        if isinstance(item, CaseItem) and call.excinfo is not None:
            if isinstance(call.excinfo.value, CaseFailedError | NothingSaidError):
                report.longrepr = str(call.excinfo.value)
            elif isinstance(report.longrepr, tuple):
                report.longrepr = (str(item.client.folder / "client.toml"), 1, report.longrepr[2])
        return report

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Notices that a case was run, here or by a worker."""
        self._case_was_run = self._case_was_run or _ITEM.search(report.nodeid) is not None

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Ends the engine, and fails a session that was to judge and had nothing to judge."""
        for judging in set(self._judgings.values()):
            judging.stop()
        nothing = not self._case_was_run and session.exitstatus == pytest.ExitCode.OK
        judges = not hasattr(self._config, "workerinput") and not self._config.option.collectonly
        if nothing and judges:
            session.exitstatus = pytest.ExitCode.NO_TESTS_COLLECTED

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        """Says aloud what was not judged, or not as it should be."""
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
                terminalreporter.write_line(failure.printable(note))

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_make_scheduler(self, config: pytest.Config, log: Any) -> Any:
        """With pytest-xdist as it is by default: all cases of a client go to one worker."""
        if config.getoption("dist") != "load":
            return None
        scheduler: Any = importlib.import_module("xdist.scheduler").LoadScopeScheduling(config, log)
        scheduler._split_scope = _scope  # noqa: SLF001 - the method that its manual names for this
        return scheduler


def _is_case_folder(path: Path) -> bool:
    return path.name == CASES and (path.parent / "requirements.toml").is_file()


def _scope(nodeid: str) -> str:
    """The client of a case; any other test is on its own."""
    found = _ITEM.search(nodeid)
    return found[1] if found else nodeid
