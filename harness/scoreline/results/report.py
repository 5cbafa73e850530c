"""The report: the events of a run, folded into one frozen value. Every rendering starts from it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from scoreline.results.event import (
    ArgumentsUnread,
    ClientReady,
    ClientUnavailable,
    Event,
    ItemJudged,
    RunFinished,
    RunStarted,
    UnusableDriver,
)
from scoreline.results.exchange import Unrouted
from scoreline.results.verdict import ItemInfo, Outcome, Verdict

OK, FAILED, NOTHING_JUDGED = 0, 1, 3


class NotOneRunError(ValueError):
    """Events that are not those of one run."""


@dataclass(frozen=True, slots=True)
class ClientReport:
    """One client's part of a report.

    Attributes:
        name: unique in the run.
        language: for people.
        items: identifiers of the items it was to be judged by.
        ready: how it was built and started; None if it was not.
        unavailable: why it could not be run; None if it could.
        verdicts: in the order they were reached.
        arguments_unread: whether the arguments of its processes were not searched for keys.
    """

    name: str
    language: str
    items: tuple[str, ...]
    ready: ClientReady | None = None
    unavailable: ClientUnavailable | None = None
    verdicts: tuple[Verdict, ...] = ()
    arguments_unread: bool = False

    @property
    def judged(self) -> int:
        """How many items passed or failed."""
        return sum(one.outcome in (Outcome.PASS, Outcome.FAIL) for one in self.verdicts)

    @property
    def missing(self) -> tuple[str, ...]:
        """Items that have no verdict, although the client could be run."""
        if self.unavailable:
            return ()
        known = {verdict.item.identifier for verdict in self.verdicts}
        return tuple(item for item in self.items if item not in known)


@dataclass(frozen=True, slots=True)
class Report:
    """What is known of a run.

    Attributes:
        version: of Scoreline.
        suite: version of the suite; empty if it has none.
        clients: in the order they were given.
        items: every item of the run, in the order of the plan.
        unusable: drivers that could not be used.
        finished: the last event; None if the run was cut off.
    """

    version: str
    suite: str
    clients: tuple[ClientReport, ...]
    items: tuple[ItemInfo, ...]
    unusable: tuple[UnusableDriver, ...] = ()
    finished: RunFinished | None = None

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        """All verdicts, client by client."""
        return tuple(verdict for client in self.clients for verdict in client.verdicts)

    @property
    def exit_status(self) -> int:
        """The run's exit status; that of a failure if it was cut off."""
        return self.finished.exit_status if self.finished else FAILED

    def finish(self, seconds: dict[str, float], unrouted: Iterable[Unrouted] = ()) -> RunFinished:
        """The last event of a run of which everything else is known.

        Args:
            seconds: duration of each phase by name.
            unrouted: what the endpoints received that belongs to no case.
        """
        totals = Counter(verdict.outcome for verdict in self.verdicts)
        unavailable = [one.unavailable for one in self.clients if one.unavailable]
        judged = [client.judged for client in self.clients if not client.unavailable]
        required = tuple(one.client for one in unavailable if one.required)
        good = totals[Outcome.PASS] + totals[Outcome.NOT_APPLICABLE] == totals.total()
        if not any(judged):
            status = NOTHING_JUDGED
        elif required or not good or not all(judged):  # a client with nothing judged proved nothing
            status = FAILED
        else:
            status = OK
        return RunFinished(
            totals={outcome.value: totals[outcome] for outcome in Outcome},
            unavailable=tuple(one.client for one in unavailable),
            required_unavailable=required,
            exit_status=status,
            seconds=seconds,
            unrouted=tuple(unrouted),
        )


@dataclass(slots=True)
class _Collected:
    ready: dict[str, ClientReady] = field(default_factory=dict)
    unavailable: dict[str, ClientUnavailable] = field(default_factory=dict)
    verdicts: dict[str, list[Verdict]] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)


def fold(events: Iterable[Event]) -> Report:
    """The report on a run of which these events are known.

    Raises:
        NotOneRunError: the first event is not the start of a run, there are two of them, or an
            event names a client that the start does not name.
    """
    iterator = iter(events)
    started = next(iterator, None)
    if not isinstance(started, RunStarted):
        raise NotOneRunError("the first event is not run-started")
    collected, finished = _Collected(), None
    for event in iterator:
        if isinstance(event, ClientReady):
            collected.ready[event.client] = event
        elif isinstance(event, ClientUnavailable):
            collected.unavailable[event.client] = event
        elif isinstance(event, ArgumentsUnread):
            collected.unread.add(event.client)
        elif isinstance(event, ItemJudged):
            collected.verdicts.setdefault(event.verdict.client, []).append(event.verdict)
        elif isinstance(event, RunFinished):
            finished = event
        elif isinstance(event, RunStarted):
            raise NotOneRunError("there are two run-started events")
    known = {client.name for client in started.clients}
    named = {*collected.ready, *collected.unavailable, *collected.verdicts, *collected.unread}
    if named - known:
        raise NotOneRunError(f"run-started does not name {', '.join(sorted(named - known))}")
    clients = (
        replace(
            ClientReport(planned.name, planned.language, planned.items),
            ready=collected.ready.get(planned.name),
            unavailable=collected.unavailable.get(planned.name),
            verdicts=tuple(collected.verdicts.get(planned.name, ())),
            arguments_unread=planned.name in collected.unread,
        )
        for planned in started.clients
    )
    return Report(
        version=started.version,
        suite=started.suite,
        clients=tuple(clients),
        items=started.items,
        unusable=started.unusable,
        finished=finished,
    )
