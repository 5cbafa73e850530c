"""One client with all its cases: its sessions, and who is to blame when one of them breaks.

Cases share a session, several in flight. When it breaks, each case that was in flight is suspected
and played again alone, in a session of its own: the one that breaks that session as well is
the culprit, and the others get the verdict they deserve.
"""

from __future__ import annotations

import asyncio
import functools
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from scoreline.contract.answer import Fault, Identity
from scoreline.contract.case import Case, Door
from scoreline.contract.client import Client
from scoreline.contract.event import CaseJudged, ClientReady, Event, Progress
from scoreline.contract.evidence import Evidence, Mismatch, Outcome, Verdict, Witness
from scoreline.drivers.build import BuildError
from scoreline.drivers.program import Program, ProgramError
from scoreline.drivers.session import Session, SessionBrokenError
from scoreline.engine import conversation, narration
from scoreline.engine.stopwatch import Stopwatch
from scoreline.engine.conversation import Stage, StuckError
from scoreline.engine.driver import Driver
from scoreline.engine.options import Options

HOPELESS = 5
"""After how many sessions that broke or hung, none of which ever got a case through, the
client is given up: what it does to the other cases is known by then."""

Judge = Callable[[Case, Evidence], tuple[Mismatch, ...]]


@dataclass(frozen=True, slots=True)
class _Suspect:
    """A case that was in flight when a session broke, and how it broke."""

    case: Case
    words: str


@dataclass(frozen=True, slots=True)
class _Trial:
    """What came of a case that was played alone, and whether it broke its session."""

    verdict: Verdict
    broke: bool


class ClientRun:
    """Plays cases with one client and tells the verdicts as events."""

    def __init__(
        self,
        client: Client,
        driver: Driver,
        stage: Stage,
        judge: Judge,
        options: Options,
        emit: Callable[[Event], None],
    ) -> None:
        """Takes the client, the way to run it, what cases are played on, and where events go."""
        self._client = client
        self._driver = driver
        self._stage = stage
        self._judge = judge
        self._options = options
        self._emit = emit
        self._identity: Identity | None = None
        self._worked = False
        self._failures = 0
        self._last_words = ""

    async def run(self, cases: Sequence[Case], watch: Stopwatch) -> None:
        """Builds the client and plays every case to a verdict."""
        built_at = time.monotonic()
        try:
            with watch.part("build"):
                built = await self._driver.build(self._client, self._progress)
        except BuildError as error:
            for case in cases:
                self._no_verdict(case, f"it does not build: {error}", error.output)
            return
        build_seconds = time.monotonic() - built_at
        in_session = [case for case in cases if case.call.door is Door.SESSION]
        one_shot = [case for case in cases if case.call.door is Door.ONE_SHOT]
        self._progress("starting")
        with watch.part("start"):
            started_at = time.monotonic()
            session = await self._first_session(in_session)
            start_seconds = time.monotonic() - started_at
        self._emit(
            ClientReady(
                self._client.name,
                self._driver.name,
                self._identity,
                build_seconds,
                start_seconds,
                built,
            )
        )
        with watch.part("cases"):
            async with asyncio.TaskGroup() as group:
                group.create_task(self._sessions(session, in_session))
                group.create_task(self._one_shots(one_shot))

    # --- sessions -------------------------------------------------------------------------

    async def _first_session(self, cases: Sequence[Case]) -> Session | None:
        if not cases or not self._has(Door.SESSION):
            return None
        return await self._start()

    async def _sessions(self, session: Session | None, cases: Sequence[Case]) -> None:
        if not self._has(Door.SESSION):
            for case in cases:
                self._not_applicable(case, "its client.toml names no session command")
            return
        queue = deque(case for case in cases if not case.call.alone)
        alone = deque(case for case in cases if case.call.alone)
        try:
            while queue and not self._hopeless():
                session = session or await self._start()
                if session is None:
                    continue
                suspects = await self._together(session, queue)
                # How it ends is not held against anybody here: a case of its own looks at that.
                await session.stop()
                session = None
                await self._settle(suspects)
            while alone and not self._hopeless():
                case = alone.popleft()
                if not self._needs_more(case):
                    self._emit(CaseJudged((await self._alone(case)).verdict))
        finally:
            if session is not None:
                await session.stop()
        for case in (*queue, *alone):
            self._no_verdict(case, f"it was given up: {self._last_words}")

    def _hopeless(self) -> bool:
        return not self._worked and self._failures >= HOPELESS

    async def _start(self) -> Session | None:
        """A fresh session; None where the client cannot be started, which counts as a failure."""
        try:
            program = await self._driver.start_session(self._client)
        except ProgramError as error:
            self._fail(str(error))
            return None
        session = Session(program)
        try:
            self._identity = await session.initialize(self._options.start_seconds)
        except SessionBrokenError as error:
            session.abandon(str(error))
            await session.stop()
            lines = "; ".join(program.stderr.lines()[-3:])
            self._fail(f"{error}" + (f"; its last lines: {lines}" if lines else ""))
            # A client that does not even say who it is will not do better the next time.
            self._failures = max(self._failures, HOPELESS)
            return None
        except BaseException:
            await program.kill()
            raise
        return session

    def _fail(self, words: str) -> None:
        self._failures += 1
        self._last_words = words

    async def _together(self, session: Session, queue: deque[Case]) -> list[_Suspect]:
        """Plays the queue, several cases at once, until it is empty or the session breaks."""
        suspects: list[_Suspect] = []

        async def work() -> None:
            while queue and not session.broken:
                case = queue.popleft()
                if self._needs_more(case):
                    continue
                started = time.monotonic()
                try:
                    evidence = await conversation.in_session(session, case, self._stage)
                except StuckError:
                    words = "stopped answering"
                    suspects.append(_Suspect(case, words))
                    session.abandon(words)
                except SessionBrokenError as error:
                    suspects.append(_Suspect(case, str(error)))
                else:
                    lines = session.program.stderr.lines()
                    self._emit(CaseJudged(self._verdict(case, evidence, lines, started)))

        async with asyncio.TaskGroup() as group:
            for _ in range(self._options.in_flight):
                group.create_task(work())
        return suspects

    async def _settle(self, suspects: Sequence[_Suspect]) -> None:
        """Plays each suspect alone; where none of them breaks a session again, all of them fail."""
        trials: list[_Trial] = []
        rest = deque(suspects)
        while rest and not self._hopeless():
            trials.append(await self._alone(rest.popleft().case))
        guilty = any(trial.broke for trial in trials)
        for suspect, trial in zip(suspects, trials, strict=False):
            verdict = trial.verdict
            if not guilty and verdict.outcome is not Outcome.NO_VERDICT:
                words = f"{suspect.words}, with other cases in flight and not when it was alone"
                mismatch = Mismatch(Witness.CLIENT, "session", "goes on", words)
                verdict = replace(
                    verdict, outcome=Outcome.FAIL, mismatches=(*verdict.mismatches, mismatch)
                )
            self._emit(CaseJudged(verdict))
        for suspect in rest:
            self._no_verdict(suspect.case, f"it was given up: {self._last_words}")

    async def _alone(self, case: Case) -> _Trial:
        """Plays one case in a session of its own, and looks at how that session ends."""
        started = time.monotonic()
        session = await self._start()
        if session is None:
            words = f"it cannot be started: {self._last_words}"
            return _Trial(self._make(case, Outcome.NO_VERDICT, reason=words), broke=True)
        evidence, stuck = None, False
        try:
            evidence = await conversation.in_session(session, case, self._stage)
        except StuckError as error:
            evidence, stuck = error.evidence, True
            session.abandon("stopped answering")
        except SessionBrokenError:
            pass  # the session knows why
        finally:
            ending = await session.stop()
        lines = session.program.stderr.lines()
        if evidence is None or (ending and not stuck):
            self._fail(ending)
            mismatch = Mismatch(Witness.CLIENT, "session", "goes on", ending)
            seconds = time.monotonic() - started
            verdict = self._make(
                case, Outcome.FAIL, mismatches=(mismatch,), stderr=lines, seconds=seconds
            )
            return _Trial(verdict, broke=True)
        if stuck:
            self._fail(ending)
        return _Trial(self._verdict(case, evidence, lines, started), broke=stuck)

    # --- one-shots ------------------------------------------------------------------------

    async def _one_shots(self, cases: Sequence[Case]) -> None:
        queue = deque(cases)
        if not self._has(Door.ONE_SHOT):
            for case in cases:
                self._not_applicable(case, "its client.toml names no one-shot command")
            return

        async def work() -> None:
            while queue:
                case = queue.popleft()
                started = time.monotonic()
                evidence = await conversation.in_one_shot(self._one_shot, case, self._stage)
                self._emit(CaseJudged(self._verdict(case, evidence, (), started)))

        async with asyncio.TaskGroup() as group:
            for _ in range(self._options.one_shots):
                group.create_task(work())

    async def _one_shot(self, environment: Mapping[str, str]) -> Program:
        return await self._driver.start_one_shot(self._client, environment)

    # --- verdicts -------------------------------------------------------------------------

    def _has(self, door: Door) -> bool:
        start = self._client.container if self._driver.name == "container" else self._client.process
        if start is None:
            return False
        return (start.session if door is Door.SESSION else start.one_shot) is not None

    def _needs_more(self, case: Case) -> bool:
        """Whether a case needs what the client does not claim; tells so."""
        claimed = self._identity.capabilities if self._identity else frozenset()
        missing = sorted(set(case.needs) - claimed)
        if missing:
            self._not_applicable(case, f"it does not claim {', '.join(missing)}")
        return bool(missing)

    def _verdict(
        self, case: Case, evidence: Evidence, stderr: Sequence[str], started: float
    ) -> Verdict:
        mismatches = self._judge(case, evidence)
        if any(not isinstance(answer, Fault) for answer in evidence.answers):
            self._worked = True
        if not mismatches:
            seconds = time.monotonic() - started
            return self._make(case, Outcome.PASS, seconds=seconds)
        return self._make(
            case,
            Outcome.FAIL,
            mismatches=mismatches,
            said=narration.said(evidence),
            seen=narration.seen(evidence),
            stderr=stderr,
            seconds=time.monotonic() - started,
        )

    def _no_verdict(self, case: Case, reason: str, stderr: tuple[str, ...] = ()) -> None:
        self._emit(CaseJudged(self._make(case, Outcome.NO_VERDICT, reason=reason, stderr=stderr)))

    def _not_applicable(self, case: Case, reason: str) -> None:
        self._emit(CaseJudged(self._make(case, Outcome.NOT_APPLICABLE, reason=reason)))

    def _make(
        self,
        case: Case,
        outcome: Outcome,
        *,
        mismatches: tuple[Mismatch, ...] = (),
        reason: str = "",
        said: tuple[str, ...] = (),
        seen: tuple[str, ...] = (),
        stderr: Sequence[str] = (),
        seconds: float = 0.0,
    ) -> Verdict:
        given = case.call.config.get("key")
        masked = functools.partial(narration.masked, given if isinstance(given, str) else "")
        return Verdict(
            client=self._client.name,
            case=case.identifier,
            level=case.level.value,
            outcome=outcome,
            mismatches=tuple(
                replace(item, expected=masked(item.expected), found=masked(item.found))
                for item in mismatches
            ),
            reason=masked(reason),
            said=tuple(map(masked, said)),
            seen=tuple(map(masked, seen)),
            stderr=tuple(map(masked, stderr)),
            seconds=seconds,
        )

    def _progress(self, step: str) -> None:
        self._emit(Progress(self._client.name, step))
