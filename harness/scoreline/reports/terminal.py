"""The report for a terminal: a matrix of clients by level, then each failure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from rich.console import Console
from rich.table import Table
from rich.text import Text

from scoreline.formats.printing import printable
from scoreline.reports import failure, summary
from scoreline.reports.console import WARNING, say
from scoreline.reports.failure import Rerun
from scoreline.reports.live import UNAVAILABLE
from scoreline.results.event import ClientUnavailable
from scoreline.results.report import ClientReport, Report
from scoreline.results.verdict import Outcome, Verdict
from scoreline.suite.requirement import Level

_GOOD: Final = (Outcome.PASS, Outcome.NOT_APPLICABLE)
_NAMED: Final = 5
"""How many items without a verdict are named per client."""


def render(
    report: Report, console: Console, rerun: Rerun, *, quiet: bool = False, exit_first: bool = False
) -> None:
    """Shows a whole run.

    Args:
        report: the run; may have been cut off.
        console: where it is shown.
        rerun: makes the command that plays an item again.
        quiet: leaves out the matrix, and what is not a problem.
        exit_first: the run was ended by its first failure, as the user asked.
    """
    if not quiet:
        console.print(_matrix(report))
    for block in _blocks(report):
        _failure(block, console, rerun)
    for client in report.clients:
        if client.unavailable is not None:
            _unavailable(client.unavailable, console)
    if not quiet:
        console.print()
    for line in summary.restrictions(report):
        say(console, line, WARNING)
    unfinished = summary.cut_off(report, exit_first=exit_first)
    for line in filter(None, (unfinished, *summary.missing(report, _NAMED))):
        say(console, line, WARNING if exit_first else "bold red")
    for line in summary.unrouted(report):
        say(console, line, WARNING)
    say(console, summary.summary(report))


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
    table.columns[0].overflow = "fold"  # a long name whole, on several lines
    table.columns[1].min_width = len(UNAVAILABLE)
    for client in report.clients:
        missing = [str(len(client.missing) or "")] if any_missing else []
        table.add_row(*_row(client, levels), *missing)
    return table


def _row(client: ClientReport, levels: list[str]) -> list[Text]:
    if client.unavailable is not None:
        unavailable = Text(UNAVAILABLE, "yellow")
        return [_text(client.name), unavailable, *(_text("–") for _ in levels), _text("–")]
    counts = Counter((verdict.item.level, verdict.outcome) for verdict in client.verdicts)
    skipped = sum(verdict.outcome is Outcome.NOT_APPLICABLE for verdict in client.verdicts)
    driver = client.ready.driver if client.ready else "–"
    cells = (_cell(counts, level) for level in levels)
    return [_text(client.name), _text(driver), *cells, _text(str(skipped or ""))]


def _text(text: str) -> Text:
    """Text from outside for a cell, in which rich's markup does not take effect."""
    return Text(printable(text))


def _cell(counts: Counter[tuple[str, Outcome]], level: str) -> Text:
    passed = counts[level, Outcome.PASS]
    judged = passed + counts[level, Outcome.FAIL] + counts[level, Outcome.NO_VERDICT]
    if not judged:
        return _text("–")
    colour = "green" if passed == judged else "red"
    return Text(f"{passed}/{judged}", colour)


def _blocks(report: Report) -> Iterator[tuple[Verdict, ...]]:
    """The verdicts that are shown, client by client; those with the same text are one block.

    In the order of the plan: that in which they were reached differs from run to run.
    """
    order = {item.identifier: number for number, item in enumerate(report.items)}
    for client in report.clients:
        blocks: dict[tuple[str, ...], list[Verdict]] = {}
        for verdict in sorted(client.verdicts, key=lambda one: order.get(one.item.identifier, 0)):
            if verdict.outcome not in _GOOD:
                key = (verdict.outcome.value, *failure.lines(verdict))
                blocks.setdefault(key, []).append(verdict)
        yield from map(tuple, blocks.values())


def _failure(block: Sequence[Verdict], console: Console, rerun: Rerun) -> None:
    """Verdicts of one client with the same text, or a single one."""
    first = block[0]
    word = "FAIL" if first.outcome is Outcome.FAIL else "NO VERDICT"
    names = ", ".join(verdict.item.identifier for verdict in block)
    title = names if len(block) == 1 else f"{len(block)} items, for the same reason"
    heading = Text.assemble(
        "\n", (word, "bold red"), " ", (printable(f"{first.client}  {title}"), "bold")
    )
    console.print(heading, soft_wrap=True)
    for line in failure.lines(first):
        say(console, f"  {line}")
    if len(block) > 1:
        say(console, f"  items: {names}")
    say(console, f"  again: {rerun(first)}")


def _unavailable(event: ClientUnavailable, console: Console) -> None:
    word = "REQUIRED AND UNAVAILABLE" if event.required else "UNAVAILABLE"
    console.print()
    say(console, f"{word}: {event.client}", WARNING)
    say(console, f"  {event.fault.message}")
    if event.fault.remedy:
        say(console, f"  remedy: {event.fault.remedy}")
