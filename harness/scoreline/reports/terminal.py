"""The report for a terminal: live progress, then a matrix of clients by level and each failure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Final

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, TaskID, TextColumn
from rich.table import Table

from scoreline.reports import failure, summary
from scoreline.results.event import (
    ClientReady,
    ClientUnavailable,
    Event,
    ItemJudged,
    RunStarted,
)
from scoreline.results.event import Progress as Step
from scoreline.results.report import ClientReport, Report
from scoreline.results.verdict import Outcome, Verdict
from scoreline.suite.requirement import Level

Rerun = Callable[[Verdict], str]
"""Makes the command that plays an item again."""

_GOOD: Final = (Outcome.PASS, Outcome.NOT_APPLICABLE)
_NAMED: Final = 5
"""How many items without a verdict are named per client."""
_WARNING: Final = "bold yellow"
_UNAVAILABLE: Final = "unavailable"


class _Console(Console):
    def on_broken_pipe(self) -> None:
        """Raises what rich would turn into an exit, so that the run ends in order."""
        raise BrokenPipeError


def open_console(*, stderr: bool = False) -> Console:
    """A console on standard output or standard error; raises BrokenPipeError like any stream."""
    return _Console(stderr=stderr)


class LiveReport:
    """Shows the events of a run as they happen: as bars in a terminal, else as lines.

    Args:
        console: where they are shown.
    """

    def __init__(self, console: Console) -> None:
        """Shows nothing before the first event."""
        self._console = console
        self._bars: dict[str, TaskID] = {}
        self._live = Progress(
            TextColumn("[bold]{task.fields[client]:<10}"),
            BarColumn(bar_width=24),
            TextColumn("{task.completed:>3.0f}/{task.total:.0f}  {task.description}"),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )

    def __call__(self, event: Event) -> None:
        """Shows one event."""
        if isinstance(event, RunStarted):
            self._begin(event)
        elif isinstance(event, Step):
            self._step(event.client, event.step)
        elif isinstance(event, ClientReady):
            self._step(event.client, _ready(event))
        elif isinstance(event, ClientUnavailable):
            self._step(event.client, _UNAVAILABLE)
        elif isinstance(event, ItemJudged):
            self._live.advance(self._bars[event.verdict.client])
        else:
            self.close()

    def close(self) -> None:
        """Removes the bars. May be called twice, and if the run did not finish."""
        self._live.stop()

    def _begin(self, event: RunStarted) -> None:
        noun = "case" if all(item.level for item in event.items) else "item"
        self._console.print(
            f"scoreline {event.version}: {summary.count(len(event.clients), 'client')}, "
            f"{summary.count(len(event.items), noun)}"
        )
        for driver in event.unusable:
            _say(self._console, summary.unusable(driver), _WARNING)
        self._live.start()
        for client in event.clients:
            total = len(client.items)
            self._bars[client.name] = self._live.add_task("", total=total, client=client.name)

    def _step(self, client: str, text: str) -> None:
        text = failure.printable(text)
        self._live.update(self._bars[client], description=escape(text[:70]))
        if not self._console.is_terminal:
            _say(self._console, f"{client}: {text}")


def render(report: Report, console: Console, rerun: Rerun) -> None:
    """Shows a whole run.

    Args:
        report: the run; may have been cut off.
        console: where it is shown.
        rerun: makes the command that plays an item again.
    """
    console.print(_matrix(report))
    for verdict in report.verdicts:
        if verdict.outcome not in _GOOD:
            _failure(verdict, console, rerun)
    for client in report.clients:
        if client.unavailable is not None:
            _unavailable(client.unavailable, console)
    console.print()
    for driver in report.unusable:
        _say(console, summary.unusable(driver), _WARNING)
    for line in filter(None, (summary.cut_off(report), *summary.missing(report, _NAMED))):
        _say(console, line, "bold red")
    _say(console, summary.summary(report))


def _matrix(report: Report) -> Table:
    levels = [level.value for level in Level]
    if any(not item.level for item in report.items):
        levels.append("")
    headings = ["client", "run as", *(level or "no level" for level in levels), "not applicable"]
    any_missing = any(client.missing for client in report.clients)
    if any_missing:
        headings.append("not judged")
    table = Table()
    for heading in headings:
        table.add_column(heading, min_width=max(map(len, heading.split())))
    table.columns[1].min_width = len(_UNAVAILABLE)
    for client in report.clients:
        missing = [str(len(client.missing) or "")] if any_missing else []
        table.add_row(*_row(client, levels), *missing)
    return table


def _row(client: ClientReport, levels: list[str]) -> list[str]:
    if client.unavailable is not None:
        return [client.name, f"[yellow]{_UNAVAILABLE}", *("–" for _ in levels), "–"]
    counts = Counter((verdict.item.level, verdict.outcome) for verdict in client.verdicts)
    skipped = sum(verdict.outcome is Outcome.NOT_APPLICABLE for verdict in client.verdicts)
    driver = client.ready.driver if client.ready else "–"
    return [client.name, driver, *(_cell(counts, level) for level in levels), str(skipped or "")]


def _cell(counts: Counter[tuple[str, Outcome]], level: str) -> str:
    passed = counts[level, Outcome.PASS]
    judged = passed + counts[level, Outcome.FAIL] + counts[level, Outcome.NO_VERDICT]
    if not judged:
        return "–"
    colour = "green" if passed == judged else "red"
    return f"[{colour}]{passed}/{judged}"


def _failure(verdict: Verdict, console: Console, rerun: Rerun) -> None:
    word = "FAIL" if verdict.outcome is Outcome.FAIL else "NO VERDICT"
    name = escape(f"{verdict.client}  {verdict.item.identifier}")
    console.print(f"\n[bold red]{word}[/] [bold]{name}", highlight=False, soft_wrap=True)
    for line in failure.lines(verdict):
        _say(console, f"  {line}")
    _say(console, f"  again: {rerun(verdict)}")


def _unavailable(event: ClientUnavailable, console: Console) -> None:
    word = "REQUIRED AND UNAVAILABLE" if event.required else "UNAVAILABLE"
    console.print()
    _say(console, f"{word}: {event.client}", _WARNING)
    _say(console, f"  {event.fault.message}")
    if event.fault.remedy:
        _say(console, f"  remedy: {event.fault.remedy}")


def _ready(event: ClientReady) -> str:
    built = f"built in {event.build_seconds:.1f} s" if event.built else "nothing to build"
    identity = event.identity
    name = f"{identity.name} {identity.version} on {identity.runtime}" if identity else "no session"
    return f"{name} ({event.driver}, {built}, ready after {event.start_seconds:.1f} s)"


def _say(console: Console, text: str, style: str | None = None) -> None:
    """One line, unbroken, in which neither control characters nor rich's markup take effect."""
    line = failure.printable(text)
    console.print(line, style=style, markup=False, highlight=False, soft_wrap=True)
