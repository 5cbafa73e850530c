"""The report for a terminal: live progress, a matrix client by level, then each failure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, TaskID, TextColumn
from rich.table import Table

from scoreline.reports import failure
from scoreline.results.event import (
    CaseJudged,
    ClientReady,
    ClientUnavailable,
    Event,
    RunFinished,
    RunStarted,
)
from scoreline.results.event import Progress as Step
from scoreline.results.verdict import Outcome, Verdict
from scoreline.suite.requirement import Level

_GOOD = (Outcome.PASS, Outcome.NOT_APPLICABLE)


class ConsoleReport:
    """Shows a run as it goes, and what came of it. Lines instead of bars where nobody watches."""

    def __init__(self, console: Console, again: Callable[[Verdict], str]) -> None:
        """Takes the console, and what makes the line that plays a case again."""
        self._console = console
        self._again = again
        self._clients: Sequence[str] = ()
        self._cases = 0
        self._engine_missing = ""
        self._drivers: dict[str, str] = {}
        self._unavailable: list[ClientUnavailable] = []
        self._verdicts: list[Verdict] = []
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
            self._ready(event)
        elif isinstance(event, ClientUnavailable):
            self._unavailable.append(event)
            self._step(event.client, "unavailable")
        elif isinstance(event, CaseJudged):
            self._judged(event.verdict)
        elif isinstance(event, RunFinished):
            self._end(event)

    def close(self) -> None:
        """Takes the live display away, also where the run did not come to its end."""
        self._live.stop()

    def _begin(self, event: RunStarted) -> None:
        self._clients = event.clients
        self._cases = len(event.cases)
        self._console.print(
            f"scoreline {event.version}: {_count(len(event.clients), 'client')}, "
            f"{_count(self._cases, 'case')}"
        )
        self._engine_missing = event.engine_missing
        self._tell_engine()
        self._live.start()
        for name in event.clients:
            self._bars[name] = self._live.add_task("", total=self._cases, client=name)

    def _tell_engine(self) -> None:
        if self._engine_missing:
            self._console.print("[bold yellow]WITHOUT CONTAINERS", end=" ")
            self._say(f"{self._engine_missing}: clients run as processes where they can")

    def _step(self, client: str, text: str) -> None:
        text = failure.printable(text)
        self._live.update(self._bars[client], description=escape(text[:70]))
        if not self._console.is_terminal:
            self._console.print(f"{client}: {text}", markup=False, highlight=False, soft_wrap=True)

    def _ready(self, event: ClientReady) -> None:
        self._drivers[event.client] = event.driver
        built = f"built in {event.build_seconds:.1f} s" if event.built else "nothing to build"
        who = event.identity
        name = f"{who.name} {who.version} on {who.runtime}" if who else "no session"
        text = f"{name} ({event.driver}, {built}, ready after {event.start_seconds:.1f} s)"
        self._step(event.client, text)

    def _judged(self, verdict: Verdict) -> None:
        self._verdicts.append(verdict)
        self._live.advance(self._bars[verdict.client])

    def _end(self, event: RunFinished) -> None:
        self._live.stop()
        self._console.print(self._matrix())
        for verdict in self._verdicts:
            if verdict.outcome not in _GOOD:
                self._failure(verdict)
        for client in self._unavailable:
            word = "REQUIRED AND UNAVAILABLE" if client.required else "UNAVAILABLE"
            self._console.print(f"\n[bold yellow]{word}: {client.client}")
            self._say(f"  {client.reason}")
            self._say(f"  remedy: {client.remedy}")
        self._console.print()
        self._tell_engine()
        self._say(summary(event))

    def _matrix(self) -> Table:
        table = Table("client", "run as", *(level.value for level in Level), "not applicable")
        for name in self._clients:
            if any(client.client == name for client in self._unavailable):
                table.add_row(name, "[yellow]unavailable", *("–" for _ in Level), "–")
                continue
            own = [verdict for verdict in self._verdicts if verdict.client == name]
            counts = Counter((verdict.level, verdict.outcome) for verdict in own)
            cells = [_cell(counts, level) for level in Level]
            skipped = sum(verdict.outcome is Outcome.NOT_APPLICABLE for verdict in own)
            table.add_row(name, self._drivers.get(name, "–"), *cells, str(skipped or ""))
        return table

    def _failure(self, verdict: Verdict) -> None:
        word = "FAIL" if verdict.outcome is Outcome.FAIL else "NO VERDICT"
        self._console.print(f"\n[bold red]{word}[/] [bold]{verdict.client}  {verdict.case}")
        for line in failure.lines(verdict):
            self._say(f"  {line}")
        self._say(f"  again: {self._again(verdict)}")

    def _say(self, text: str) -> None:
        self._console.print(failure.printable(text), markup=False, highlight=False, soft_wrap=True)


def _cell(counts: Counter[tuple[str, Outcome]], level: Level) -> str:
    passed = counts[level.value, Outcome.PASS]
    judged = passed + counts[level.value, Outcome.FAIL] + counts[level.value, Outcome.NO_VERDICT]
    if not judged:
        return "–"
    colour = "green" if passed == judged else "red"
    return f"[{colour}]{passed}/{judged}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def summary(event: RunFinished) -> str:
    """The last line: totals, unavailable clients by name, and the time."""
    totals = event.totals
    words = [f"{totals['pass']} passed", f"{totals['fail']} failed"]
    if totals["no-verdict"]:
        words.append(f"{totals['no-verdict']} without a verdict")
    if totals["not-applicable"]:
        words.append(f"{totals['not-applicable']} not applicable")
    if event.unavailable:
        names = ", ".join(event.unavailable)
        words.append(f"{_count(len(event.unavailable), 'client')} unavailable ({names})")
    if event.missing:
        words.append(f"required but unavailable: {', '.join(event.missing)}")
    return f"{', '.join(words)} in {event.seconds['total']:.1f} s"
