"""The events of a run as they happen: bars in a terminal, lines elsewhere."""

from __future__ import annotations

from collections import Counter
from typing import Final

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from scoreline.formats.printing import printable
from scoreline.reports import summary
from scoreline.reports.console import WARNING, say
from scoreline.reports.pulse import Pulse
from scoreline.results.event import (
    ArgumentsUnread,
    ClientReady,
    ClientUnavailable,
    Event,
    ItemJudged,
    RunStarted,
)
from scoreline.results.event import Progress as Step
from scoreline.results.verdict import Outcome, Verdict

UNAVAILABLE: Final = "unavailable"
WORDS: Final = {
    Outcome.PASS: "passed",
    Outcome.FAIL: "failed",
    Outcome.NO_VERDICT: "without a verdict",
    Outcome.NOT_APPLICABLE: "not applicable",
}
_STEP: Final = 70
"""Characters of a step that are shown beside a bar."""


class LiveReport:
    """Shows the events of a run as they happen.

    What stays on a terminal is what there is elsewhere, without the steps: the identity of each
    client, and its totals when its last item has been judged.
    """

    def __init__(self, console: Console, verbosity: int = 0) -> None:
        """Shows nothing before the first event.

        Args:
            console: where they are shown.
            verbosity: -1 shows nothing, 1 shows each verdict and, on a terminal, each step.
        """
        self._console = console
        self._quiet = verbosity < 0
        self._verbose = verbosity > 0
        self._bars: dict[str, TaskID] = {}
        self._counts: dict[str, Counter[Outcome]] = {}
        self._planned: dict[str, int] = {}
        self._live = Progress(
            TextColumn("[bold]{task.fields[client]:<10}"),
            BarColumn(bar_width=24),
            TextColumn("{task.completed:>3.0f}/{task.total:.0f}"),
            TimeElapsedColumn(),
            TextColumn("{task.description}"),
            console=console,
            transient=True,
            disable=self._quiet or not console.is_terminal,
        )
        self._pulse = Pulse(lambda text: say(self._console, text))

    def __call__(self, event: Event) -> None:
        """Shows one event."""
        if self._quiet:
            return
        if isinstance(event, RunStarted):
            self._begin(event)
        elif isinstance(event, Step):
            self._step(event.client, event.step)
        elif isinstance(event, ClientReady):
            self._pulse.end(event.client)
            self._step(event.client, _ready(event), stays=True)
        elif isinstance(event, ClientUnavailable):
            self._pulse.end(event.client)
            self._step(event.client, UNAVAILABLE, stays=True)
        elif isinstance(event, ArgumentsUnread):
            say(self._console, summary.arguments_unread(event.client), WARNING)
        elif isinstance(event, ItemJudged):
            self._judged(event.verdict)
        else:
            self.close()

    def close(self) -> None:
        """Removes the bars. May be called twice, and if the run did not finish."""
        self._pulse.stop()
        self._live.stop()

    def _begin(self, event: RunStarted) -> None:
        noun = "case" if all(item.level for item in event.items) else "item"
        clients = summary.count(len(event.clients), "client")
        items = summary.count(len(event.items), noun)
        say(self._console, f"scoreline {event.version}: {clients}, {items}, seed {event.seed}")
        for driver in event.unusable:
            say(self._console, summary.unusable(driver), WARNING)
        self._live.start()
        for client in event.clients:
            total = len(client.items)
            name = escape(printable(client.name))
            self._bars[client.name] = self._live.add_task("", total=total, client=name)
            self._counts[client.name] = Counter()
            self._planned[client.name] = total
        if not self._console.is_terminal:
            self._pulse.start()

    def _step(self, client: str, text: str, *, stays: bool = False) -> None:
        """A step of a client; `stays`: it remains on a terminal too."""
        shown = escape(printable(text)[:_STEP])
        self._live.update(self._bars[client], description=shown)
        if not stays:
            self._pulse.step(client)
        if stays or self._verbose or not self._console.is_terminal:
            say(self._console, f"{client}: {text}")

    def _judged(self, verdict: Verdict) -> None:
        client, counts = verdict.client, self._counts[verdict.client]
        self._pulse.end(client)
        self._live.advance(self._bars[client])
        counts[verdict.outcome] += 1
        if self._verbose:
            word, name = WORDS[verdict.outcome], verdict.item.identifier
            say(self._console, f"{client}: {name} {word} in {verdict.seconds:.2f} s")
        if counts.total() == self._planned[client]:
            totals = ", ".join(f"{counts[one]} {WORDS[one]}" for one in Outcome if counts[one])
            say(self._console, f"{client}: finished: {totals}")


def _ready(event: ClientReady) -> str:
    built = f"built in {event.build_seconds:.1f} s" if event.built else "nothing to build"
    identity = event.identity
    name = f"{identity.name} {identity.version} on {identity.runtime}" if identity else "no session"
    return f"{name} ({event.driver}, {built}, ready after {event.start_seconds:.1f} s)"
