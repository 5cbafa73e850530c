"""The sessions of one client, and who is to blame when one of them breaks.

Cases share a session, several in flight. When it breaks, each case that was in flight is suspected
and played again alone, in a session of its own: the one that breaks that session as well is the
culprit, and the others get the verdict they deserve. Where it is none of them, the cases that had
just been answered are tried as well. Where nobody is caught that way, the fault needs several cases
in flight, and is held against those that were.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

from scoreline.drivers.program import ProgramError
from scoreline.drivers.session import BadExitError, Session, SessionBrokenError
from scoreline.protocol.answer import Identity
from scoreline.protocol.manifest import Client
from scoreline.results.verdict import Verdict
from scoreline.runner import conversation
from scoreline.runner.conversation import CutOffError, Stage
from scoreline.runner.driver import Driver
from scoreline.runner.ledger import Ledger
from scoreline.runner.options import Options
from scoreline.suite.case import Case

HOPELESS = 5
"""After how many sessions that broke or hung, none of which ever got a case through, the
client is given up: what it does to the other cases is known by then."""
REFUSALS = 3
"""After how many starts in a row that came to nothing it is given up."""
_LINES = 3


@dataclass(frozen=True, slots=True)
class _Played:
    """A case and what it came to. In a session that others share that is told a little later."""

    case: Case
    verdict: Verdict


@dataclass(slots=True)
class _Wreck:
    """What is left when a session has been used up.

    Attributes:
        words: how it broke; empty where it did not.
        suspects: cases that were in flight when it broke.
        answered: cases that had just been answered, with verdicts that nobody was told yet.
    """

    words: str = ""
    suspects: list[Case] = field(default_factory=list)
    answered: list[_Played] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Trial:
    """What came of a case that was played alone, and whether it broke its session."""

    verdict: Verdict
    broke: bool


class Sessions:
    """Plays the cases of one client that go through a session.

    Attributes:
        identity: what the client says of itself; None before its first session.
    """

    def __init__(
        self, client: Client, driver: Driver, stage: Stage, ledger: Ledger, options: Options
    ) -> None:
        """Takes the client, the way to run it, what cases are played on, and the verdicts."""
        self.identity: Identity | None = None
        self._client = client
        self._driver = driver
        self._stage = stage
        self._ledger = ledger
        self._options = options
        self._ready: Session | None = None
        self._failures = 0
        self._refusals = 0
        self._last_words = ""

    async def open(self) -> None:
        """Starts the first session, in which the client says who it is."""
        self._ready = await self._start()

    async def play(self, cases: Sequence[Case]) -> None:
        """Plays cases to their verdicts; ends every session that it starts, and the first one."""
        applicable = [case for case in cases if not self._needs_more(case)]
        queue = deque(case for case in applicable if not case.call.alone)
        alone = deque(case for case in applicable if case.call.alone)
        try:
            while queue and not self._hopeless():
                session = self._ready or await self._start()
                if session is None:
                    continue
                self._ready = session
                wreck = await self._together(session, queue)
                # How it ends is not held against anybody here: a case of its own looks at that.
                await session.stop()
                self._ready = None
                await self._settle(wreck)
            while alone and not self._hopeless():
                self._ledger.tell((await self._alone(alone.popleft())).verdict)
        finally:
            if self._ready is not None:
                await self._ready.stop()
                self._ready = None
        self._give_up((*queue, *alone))

    def _give_up(self, cases: Sequence[Case]) -> None:
        for case in cases:
            words = f"it was given up: {self._last_words}"
            self._ledger.tell(self._ledger.no_verdict(case, words))

    def _hopeless(self) -> bool:
        useless = not self._ledger.worked and self._failures >= HOPELESS
        return useless or self._refusals >= REFUSALS

    def _needs_more(self, case: Case) -> bool:
        """Whether a case needs what the client does not claim; tells so."""
        if self.identity is None:
            return False
        missing = ", ".join(sorted(set(case.needs) - self.identity.capabilities))
        if missing:
            verdict = self._ledger.not_applicable(case, f"it does not claim {missing}")
            self._ledger.tell(verdict)
        return bool(missing)

    async def _start(self) -> Session | None:
        """A fresh session; None where the client cannot be started, which counts as a refusal."""
        try:
            program = await self._driver.start_session(self._client)
        except ProgramError as error:
            self._refusals += 1
            self._last_words = str(error)
            return None
        session = Session(program)
        try:
            self.identity = await session.initialize(self._options.start_seconds)
        except SessionBrokenError as error:
            session.abandon(str(error))
            await session.stop()
            lines = "; ".join(program.stderr.lines()[-_LINES:])
            self._last_words = f"{error}" + (f"; its last lines: {lines}" if lines else "")
            # Who has never said who it is will not do better the next time.
            self._refusals = self._refusals + 1 if self.identity else REFUSALS
            return None
        except BaseException:
            session.abandon("given up")
            await session.stop()
            raise
        self._refusals = 0
        return session

    async def _together(self, session: Session, queue: deque[Case]) -> _Wreck:
        """Plays the queue, several cases at once, until it is empty or the session breaks."""
        wreck = _Wreck()

        async def work() -> None:
            answered: list[_Played] = []
            while queue and not session.broken:
                case = queue.popleft()
                try:
                    verdict = await self._play(session, case)
                except CutOffError as error:
                    wreck.suspects.append(case)
                    if error.hangs:
                        session.abandon(str(error))
                else:
                    # What it says after its answer may break the session: so this is told when
                    # the next case has come through.
                    if not session.broken:
                        self._tell(answered)
                    answered.append(_Played(case, verdict))
            wreck.answered.extend(answered)

        async with asyncio.TaskGroup() as group:
            for _ in range(self._options.in_flight):
                group.create_task(work())
        wreck.words = str(session.broken or "")
        return wreck

    async def _play(self, session: Session, case: Case) -> Verdict:
        started = time.monotonic()
        try:
            evidence = await conversation.in_session(session, case, self._stage)
            return self._ledger.judged(case, evidence, session.program.stderr.lines(), started)
        except CutOffError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever it is, it costs this case alone
            return self._ledger.harness_failed(case, error)

    def _tell(self, played: list[_Played]) -> None:
        for one in played:
            self._ledger.tell(one.verdict)
        played.clear()

    async def _settle(self, wreck: _Wreck) -> None:
        """Finds out whose fault it was that a session broke, and tells the verdicts."""
        if not wreck.words:
            self._tell(wreck.answered)
            return
        suspects = await self._try(wreck.suspects)
        answered: list[_Trial] = []
        if not any(trial.broke for trial in suspects):
            answered = await self._try([one.case for one in wreck.answered])
        caught = any(trial.broke for trial in (*suspects, *answered))
        for trial in suspects:
            verdict = trial.verdict
            if not caught:
                words = f"{wreck.words}, with other cases in flight and not when it was alone"
                verdict = self._ledger.blamed(verdict, words)
            self._ledger.tell(verdict)
        self._give_up(wreck.suspects[len(suspects) :])
        for index, one in enumerate(wreck.answered):
            verdict = one.verdict
            if index < len(answered) and answered[index].broke:
                verdict = answered[index].verdict
            elif not caught and not wreck.suspects:
                words = f"{wreck.words}, after this case and not when it was alone"
                verdict = self._ledger.blamed(verdict, words)
            self._ledger.tell(verdict)

    async def _try(self, cases: Sequence[Case]) -> list[_Trial]:
        """Plays each of the cases alone, as long as there is hope."""
        trials: list[_Trial] = []
        for case in cases:
            if self._hopeless():
                break
            trials.append(await self._alone(case))
        return trials

    async def _alone(self, case: Case) -> _Trial:
        """Plays one case in a session of its own, and looks at how that session ends."""
        started = time.monotonic()
        session = await self._start()
        if session is None:
            words = f"it cannot be started: {self._last_words}"
            return _Trial(self._ledger.no_verdict(case, words), broke=True)
        verdict: Verdict | None = None
        cut_off: CutOffError | None = None
        try:
            verdict = await self._play(session, case)
        except CutOffError as error:
            cut_off = error
            if error.hangs:
                session.abandon(str(error))
        finally:
            ending = await session.stop()
        if isinstance(ending, BadExitError) and not case.call.alone:
            ending = None  # that is the matter of other cases
        if ending is None and verdict is not None:
            return _Trial(verdict, broke=False)
        self._failures += 1
        self._last_words = str(ending)
        lines = session.program.stderr.lines()
        if verdict is not None:
            verdict = self._ledger.blamed(verdict, str(ending))
        elif cut_off is not None and cut_off.hangs:
            verdict = self._ledger.judged(case, cut_off.evidence, lines, started)
        else:
            evidence = cut_off.evidence if cut_off is not None else None
            verdict = self._ledger.broke(case, str(ending), evidence, lines, started)
        return _Trial(verdict, broke=True)
