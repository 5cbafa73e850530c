"""The sessions of one client, and which item is to blame when one of them breaks.

Items share a session, several in flight. When it breaks, the items that were in flight are suspects
and are played again, one after the other in one further session: one that breaks that session as
well fails, and the others get the verdict that they deserve. If none of them breaks it, the items
that had just been answered are played again too. If none of those breaks it either, the fault needs
several items in flight, and counts against those that were.

An item whose client is given time limits, and which failed with a timeout while the client was
delayed by other programs or by the harness, is played once more when no other item is in flight:
that verdict counts.

Items about how a session ends are played last, after all others. If that end is bad, each of them
is played again in a session of its own; if that one ends well, the bad end counts all the same.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from scoreline.drivers.driver import Driver, Launch
from scoreline.drivers.program import Program, ProgramError
from scoreline.drivers.session import BadExitError, Session, SessionBrokenError
from scoreline.fault import Code, Fault, Origin
from scoreline.protocol.answer import Identity
from scoreline.protocol.manifest import Client
from scoreline.results.evidence import Evidence
from scoreline.results.verdict import Verdict
from scoreline.runner import judging
from scoreline.runner.conditions import Conditions
from scoreline.runner.execution import Execution
from scoreline.runner.held_back import Answered, at_the_end
from scoreline.runner.judging import END_WELL, STAY_OPEN, Played
from scoreline.runner.options import Options
from scoreline.runner.plan import Item, OwnSession
from scoreline.runner.session_play import CutOffError, play_in_session, was_delayed

BROKEN_SESSIONS_LIMIT = 5
"""A client is abandoned after so many items that broke or hung a session with no other item in
flight, if no item ever got an answer: what it does to the other items is known by then."""
FAILED_STARTS_LIMIT = 3
"""A client is abandoned after so many starts in a row that failed."""
_LINES = 3
"""Lines of standard error that the message of a failed start quotes."""
_SHARED = OwnSession().launch


@dataclass(slots=True)
class _SharedRun:
    """What became of the items that shared a session.

    Attributes:
        fault: how the session broke; None if it did not.
        suspects: items that were in flight when it broke.
        answered: items that had just been answered, with verdicts that are still held back.
    """

    fault: Fault | None = None
    suspects: list[Item] = field(default_factory=list)
    answered: list[Answered] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _SoloRun:
    """What became of an item with no other one in flight, and whether it broke its session."""

    verdict: Verdict
    broke: bool


class Sessions:
    """Plays the items of one client that need a session.

    Attributes:
        identity: the client's answer to `initialize`; None before its first session.
    """

    def __init__(
        self,
        client: Client,
        driver: Driver,
        conditions: Conditions,
        options: Options,
        tell: Callable[[Verdict], None],
    ) -> None:
        """No session is started yet. `tell` is called with each verdict, once per item."""
        self.identity: Identity | None = None
        self._client = client
        self._driver = driver
        self._conditions = conditions
        self._options = options
        self._tell = tell
        self._ready: Session | None = None
        self._got_an_answer = False
        self._broken_sessions = 0
        self._failed_starts = 0
        self._last_fault = Fault(Code.START_FAILED, "was not started")

    @property
    def idle(self) -> Program | None:
        """The program of a session in which nothing has been played yet; None if there is none."""
        return self._ready.program if self._ready and not self._ready.broken else None

    async def open(self) -> Fault | None:
        """Starts the first session, in which the client identifies itself.

        Returns:
            Why it could not be started; None if it was.
        """
        self._ready = await self._start()
        return self._last_fault if self._ready is None else None

    async def discard(self) -> None:
        """Ends the idle session, unless there is none; `play` starts another one."""
        if self._ready is not None:
            self._ready.abandon(Fault(Code.RUN_ENDED, "the session was not used"))
            await self._ready.stop()
            self._ready = None

    async def play(self, items: Sequence[Item]) -> None:
        """Plays items until each has a verdict. Ends every session that it starts."""
        applicable = [item for item in items if self._is_applicable(item)]
        queue = deque(item for item in applicable if item.own_session is None)
        own = [item for item in applicable if item.own_session is not None]
        alone = deque(item for item in own if item.own_session == OwnSession())
        apart = deque(item for item in own if item.own_session != OwnSession())
        unproven: Fault | None = None
        try:
            while (queue or (alone and not unproven)) and not self._is_hopeless():
                session = self._ready or await self._start()
                if session is None:
                    continue
                self._ready = session
                shared = await self._play_together(session, queue)
                last = [] if queue or session.broken else await self._play_last(session, alone)
                stderr = session.program.stderr
                shared.answered = [one.searched(stderr) for one in shared.answered]
                ending = await session.stop()
                self._ready = None
                if last and ending is None:
                    self._tell_all(at_the_end(last, stderr))
                    alone.clear()
                else:
                    shared.answered = at_the_end(shared.answered, stderr)
                if not queue and not shared.fault and ending is not None:
                    unproven = ending.fault
                await self._settle(shared)
            while (alone or apart) and not self._is_hopeless():
                item = (alone or apart).popleft()
                ordinary = item.own_session == OwnSession()
                self._tell(await self._play_alone(item, unproven if ordinary else None))
        finally:
            await self.discard()
        self._abandon((*queue, *alone, *apart))

    def _is_hopeless(self) -> bool:
        useless = not self._got_an_answer and self._broken_sessions >= BROKEN_SESSIONS_LIMIT
        return useless or self._failed_starts >= FAILED_STARTS_LIMIT

    def _abandon(self, items: Sequence[Item]) -> None:
        fault = self._last_fault
        if fault.origin is Origin.CLIENT:
            message = f"the client was abandoned: {fault.message}"
            fault = Fault(Code.ABANDONED, message, {"cause": fault.code}, fault.remedy)
        for item in items:
            self._tell(judging.no_verdict(self._client.name, item, fault))

    def _is_applicable(self, item: Item) -> bool:
        """Whether the client claims what an item needs; if not, tells that verdict."""
        if self.identity is None:
            return True
        missing = ", ".join(sorted(set(item.needs) - set(self.identity.capabilities)))
        if missing:
            fault = Fault(Code.CAPABILITY_NOT_CLAIMED, f"it does not claim {missing}")
            self._tell(judging.not_applicable(self._client.name, item, fault))
        return not missing

    async def _start(self, launch: Launch = _SHARED) -> Session | None:
        """A new session; None if the client cannot be started, which counts as a failed start."""
        try:
            program = await self._driver.start(self._client, launch)
        except ProgramError as error:
            self._failed_starts += 1
            self._last_fault = error.fault
            return None
        session = Session(program)
        try:
            self.identity = await session.initialize(self._options.start_seconds)
        except SessionBrokenError as error:
            session.abandon(error.fault)
            await session.stop()
            lines = "; ".join(program.stderr.lines()[-_LINES:])
            quoted = f"; its last lines: {lines}" if lines else ""
            self._last_fault = replace(error.fault, message=error.fault.message + quoted)
            # A client that never completed `initialize` is not retried.
            self._failed_starts = self._failed_starts + 1 if self.identity else FAILED_STARTS_LIMIT
            return None
        except BaseException:
            session.abandon(Fault(Code.RUN_ENDED, "the run ended"))
            await session.stop()
            raise
        self._failed_starts = 0
        return session

    async def _play_together(self, session: Session, queue: deque[Item]) -> _SharedRun:
        """Plays the queue, several items at once, until it is empty or the session breaks."""
        shared = _SharedRun()
        others: dict[str, int] = {}
        in_doubt: deque[Item] = deque()

        async def work(waiting: deque[Item], *, again: bool = False) -> None:
            answered: list[Answered] = []
            while waiting and not session.broken:
                item = waiting.popleft()
                name = item.info.identifier
                others[name] = 0
                others.update({one: max(most, len(others) - 1) for one, most in others.items()})
                try:
                    one = await self._play(session, item)
                except CutOffError as error:
                    shared.suspects.append(item)
                    if error.hangs:
                        session.abandon(error.fault)
                else:
                    # What the client writes after an answer may break the session: so a verdict
                    # is told when the next item has been answered.
                    if not session.broken:
                        self._tell_all(one.searched(session.program.stderr) for one in answered)
                        answered.clear()
                    if one.in_doubt and not again:
                        in_doubt.append(item)
                    else:
                        verdict = replace(one.verdict, in_flight=others[name])
                        answered.append(replace(one, verdict=verdict))
                finally:
                    del others[name]
            shared.answered.extend(answered)

        async with asyncio.TaskGroup() as group:
            for _ in range(self._options.in_flight):
                group.create_task(work(queue))
        await work(in_doubt, again=True)
        queue.extend(in_doubt)  # those that were not played, since the session broke
        shared.fault = session.broken.fault if session.broken else None
        return shared

    async def _play_last(self, session: Session, alone: Iterable[Item]) -> list[Answered]:
        """Plays the items that are about how a session ends, as the last ones in a session.

        Returns:
            Their verdicts if the session ends well; nothing if it broke before its end.
        """
        try:
            return [await self._play(session, item) for item in alone]
        except CutOffError as error:
            session.abandon(error.fault)
            return []

    async def _play(self, session: Session, item: Item) -> Answered:
        """Plays an item and judges it.

        Raises:
            CutOffError: the session broke, or the client hangs.
        """
        started = time.monotonic()
        try:
            evidence = await play_in_session(self._conditions, session, item)
            lines = session.program.stderr.lines()
            played = Played(item, evidence, lines, time.monotonic() - started)
            self._note(evidence)
            verdict = judging.judged(self._client.name, played)
            in_doubt = (
                item.limited
                and judging.reached_a_limit(verdict)
                and was_delayed(session, started, len(evidence.testimony.exchanges))
            )
            return Answered(item, verdict, in_doubt)
        except CutOffError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever it is, it costs this item alone
            fault = judging.fault_of(error)
            return Answered(item, judging.no_verdict(self._client.name, item, fault))

    def _note(self, evidence: Evidence) -> None:
        answers = evidence.testimony.answers
        self._got_an_answer |= any(not isinstance(answer, Fault) for answer in answers)

    def _tell_all(self, answered: Iterable[Answered]) -> None:
        for one in answered:
            self._tell(one.verdict)

    async def _settle(self, shared: _SharedRun) -> None:
        """Finds out which item broke the session, if it broke, and tells the verdicts."""
        fault = shared.fault
        if fault is None:
            self._tell_all(shared.answered)
            return
        suspects = await self._play_again(shared.suspects)
        answered: list[_SoloRun] = []
        if not any(run.broke for run in suspects):
            answered = await self._play_again([one.item for one in shared.answered])
        found = any(run.broke for run in (*suspects, *answered))
        for run in suspects:
            verdict = run.verdict
            if not found:
                verdict = judging.blamed(verdict, judging.together(fault))
            self._tell(verdict)
        self._abandon(shared.suspects[len(suspects) :])
        for index, one in enumerate(shared.answered):
            verdict = one.verdict
            if index < len(answered) and answered[index].broke:
                verdict = answered[index].verdict
            elif not found and not shared.suspects:
                verdict = judging.blamed(verdict, judging.afterwards(fault))
            self._tell(verdict)

    async def _play_again(self, items: Sequence[Item]) -> list[_SoloRun]:
        """Plays items one after the other in one further session, until the client is abandoned.

        The item that breaks the session is known then, and the next one begins a new session.
        """
        runs: list[_SoloRun] = []
        session: Session | None = None
        try:
            for item in items:
                if self._is_hopeless():
                    break
                session = session or await self._start()
                if session is None:
                    runs.append(self._unknown(item))
                    continue
                runs.append(await self._play_solo(session, item))
                if session.broken:
                    await session.stop()
                    session = None
        finally:
            if session is not None:
                # How it ends counts for the items that are about how a session ends.
                await session.stop()
        return runs

    async def _play_solo(self, session: Session, item: Item) -> _SoloRun:
        """Plays an item while no other one is in flight, and looks at what the client does then."""
        started = time.monotonic()
        try:
            answered = await self._play(session, item)
        except CutOffError as error:
            return self._cut_off(session, item, error, started)
        # An answer to one more message: whatever the client wrote before that has been read.
        if not session.broken and not await self._answers_again(session):
            session.abandon(Fault(Code.STOPPED_ANSWERING, "stopped answering after this item"))
        if session.broken is None:
            searched = answered.searched(session.program.stderr)
            return _SoloRun(searched.verdict, broke=False)
        return self._blamed(answered.verdict, session.broken.fault)

    async def _answers_again(self, session: Session) -> bool:
        async with Execution(self._conditions, session) as execution:
            return await execution.still_answers() or session.broken is not None

    async def _play_alone(self, item: Item, shared: Fault | None) -> Verdict:
        """Plays one item in a session of its own, and looks at how that session ends.

        Args:
            item: an item that is about how a session ends.
            shared: how a session ended badly in which this item was the last of many; it counts
                against the item if its own session ends well.
        """
        started = time.monotonic()
        own = item.own_session or OwnSession()
        session = await self._start(own.launch)
        if session is None:
            return self._unknown(item).verdict
        result: Answered | CutOffError
        try:
            result = await self._play(session, item)
        except CutOffError as error:
            result = error
            if error.hangs:
                session.abandon(error.fault)
        finally:
            ending = await session.stop(by_end_of_input=own.end_of_input)
        if isinstance(result, CutOffError):
            return self._cut_off(session, item, result, started).verdict
        (searched,) = at_the_end([result], session.program.stderr)
        verdict = searched.verdict
        if ending is None:
            if shared is None:
                return verdict
            return judging.blamed(verdict, judging.together(shared), END_WELL)
        expected = END_WELL if isinstance(ending, BadExitError) else STAY_OPEN
        return self._blamed(verdict, ending.fault, expected).verdict

    def _unknown(self, item: Item) -> _SoloRun:
        """An item for which no session could be started."""
        verdict = judging.no_verdict(self._client.name, item, self._last_fault)
        return _SoloRun(verdict, broke=True)

    def _blamed(self, verdict: Verdict, fault: Fault, expected: str = STAY_OPEN) -> _SoloRun:
        self._broken_sessions += 1
        self._last_fault = fault
        return _SoloRun(judging.blamed(verdict, fault, expected), broke=True)

    def _cut_off(
        self, session: Session, item: Item, error: CutOffError, started: float
    ) -> _SoloRun:
        """An item whose execution did not end; its session is not used any more."""
        self._broken_sessions += 1
        self._last_fault = error.fault
        lines = session.program.stderr.lines()
        played = Played(item, error.evidence, lines, time.monotonic() - started)
        if error.hangs:
            session.abandon(error.fault)
            return _SoloRun(judging.judged(self._client.name, played), broke=True)
        verdict = judging.broke_session(self._client.name, played, error.fault)
        return _SoloRun(verdict, broke=True)
