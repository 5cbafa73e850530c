"""One case played through one of the two doors, until both witnesses have spoken."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass

from scoreline.drivers import oneshot
from scoreline.drivers.program import Program, ProgramError
from scoreline.drivers.session import Session, SessionBrokenError
from scoreline.endpoint.server import Endpoint
from scoreline.formats.json import Json, render
from scoreline.protocol.answer import Answer, Fault, Output
from scoreline.protocol.message import LIBRARY_ERROR, score_answer
from scoreline.results.evidence import Control, Evidence
from scoreline.results.exchange import Exchange
from scoreline.runner import call
from scoreline.suite.case import Case
from scoreline.suite.vector import Vector

SETTLE_SECONDS = 5.0
"""How long the endpoint's view of a case may lag behind the client's."""


class CutOffError(Exception):
    """A case came to no end in its session: that broke under it, or the client hangs.

    Attributes:
        evidence: what there was until then.
        hangs: whether the case passed its deadline, and the client has not shown since that it
            still listens; else the session has broken.
    """

    def __init__(self, words: str, evidence: Evidence, *, hangs: bool) -> None:
        """Takes what happened, in words, and the evidence that there is."""
        super().__init__(words)
        self.evidence = evidence
        self.hangs = hangs


@dataclass(frozen=True, slots=True)
class Stage:
    """What a case is played on.

    Attributes:
        endpoint: the other end.
        host: how this client reaches it.
        prefix: makes service names unique in the run.
        control: the vector of control calls.
        case_seconds: the deadline of one case.
        grace_seconds: how long a client may take to show that it still listens.
    """

    endpoint: Endpoint
    host: str
    prefix: str
    control: Vector
    case_seconds: float
    grace_seconds: float


class _Script:
    """One case's service on the endpoint, and the notes taken while it is played."""

    def __init__(self, stage: Stage, case: Case) -> None:
        name = f"{stage.prefix}.{case.subject}.{case.name}"
        self.case = case
        self.stage = stage
        self.key = call.new_key()
        service = call.service_for(case, name, self.key)
        uri = stage.endpoint.uri(name, host=stage.host)
        self.setting = call.setting_for(case, service, uri, self.key)
        self.answers: list[Answer] = []
        self.outputs: list[Output] = []
        self.spoken: list[str] = []
        self.control: Answer | None = None
        self.requests_before_control: int | None = None

    @property
    def name(self) -> str:
        return self.setting.service.name

    def evidence(self, leaked: Sequence[str] = ()) -> Evidence:
        exchanges = self.stage.endpoint.exchanges(self.name)
        control = None
        if self.control is not None:
            split = self.requests_before_control or 0
            control = Control(self.control, exchanges[split:])
            exchanges = exchanges[:split]
        return Evidence(
            answers=tuple(self.answers),
            outputs=tuple(self.outputs),
            exchanges=exchanges,
            target=self.setting.target,
            key=self.key,
            secrets=self.setting.secrets,
            spoken="\n".join((*self.spoken, *leaked)),
            control=control,
        )

    async def settle(self) -> tuple[Exchange, ...]:
        with contextlib.suppress(TimeoutError):
            await self.stage.endpoint.settled(self.name, SETTLE_SECONDS)
        return self.stage.endpoint.exchanges(self.name)


async def in_session(session: Session, case: Case, stage: Stage) -> Evidence:
    """Plays a case in a session that other cases share.

    Raises:
        CutOffError: the session ended under it, or the deadline passed and the client does not
            listen any more.
    """
    script = _Script(stage, case)
    keys = script.setting.secrets
    stderr = session.program.stderr
    stage.endpoint.add(script.setting.service)
    stderr.watch(keys)
    try:
        try:
            async with asyncio.timeout(stage.case_seconds):
                await _calls(session, script)
        except TimeoutError:
            script.answers.append(Fault(f"gave no answer within {stage.case_seconds:g} s"))
            if not await _listens(session, script):
                words, evidence = "stopped answering", script.evidence(stderr.leaked(keys))
                raise CutOffError(words, evidence, hangs=True) from None
        except SessionBrokenError as error:
            evidence = script.evidence(stderr.leaked(keys))
            raise CutOffError(str(error), evidence, hangs=False) from error
        await script.settle()
        return script.evidence(stderr.leaked(keys))
    finally:
        stderr.leaked(keys)
        stage.endpoint.remove(script.name)


async def _calls(session: Session, script: _Script) -> None:
    case, handle = script.case, script.name
    answer = await _open(session, script, handle, script.setting.config)
    if answer is not None:
        script.answers.append(answer)
    else:
        for _ in range(case.call.repeat):
            params = call.score_params(case, handle)
            script.answers.append(await _score(session, script, params))
        await _close(session, script, handle)
    if case.expect.requests == 0:
        script.requests_before_control = len(await script.settle())
        handle = f"{handle}-control"
        script.control = await _open(session, script, handle, script.setting.right)
        if script.control is None:
            params = call.control_params(script.stage.control, handle)
            script.control = await _score(session, script, params)
            await _close(session, script, handle)


async def _open(
    session: Session, script: _Script, handle: str, config: Mapping[str, object]
) -> Answer | None:
    """Opens a handle; the answer where the library refuses the configuration."""
    heard = await session.call("open", {"client": handle, "config": config})
    script.spoken.append(heard.line.decode("utf-8", "replace"))
    if heard.response.code is None:
        return None
    if heard.response.code == LIBRARY_ERROR:
        return score_answer(heard.response)
    return Fault(f"its adapter failed to open with code {heard.response.code}")


async def _score(session: Session, script: _Script, params: Mapping[str, object]) -> Answer:
    heard = await session.call("score", params)
    script.spoken.append(heard.line.decode("utf-8", "replace"))
    return score_answer(heard.response)


async def _close(session: Session, script: _Script, handle: str) -> None:
    heard = await session.call("close", {"client": handle})
    if heard.response.code is not None:
        script.answers.append(Fault(f"answered close with error {heard.response.code}"))


async def _listens(session: Session, script: _Script) -> bool:
    """Whether the client still answers anything: closing the handle is what is due anyway."""
    try:
        async with asyncio.timeout(script.stage.grace_seconds):
            await session.call("close", {"client": script.name})
    except (TimeoutError, SessionBrokenError):
        return False
    return True


Start = Callable[[Mapping[str, str]], Awaitable[Program]]
"""Starts a one-shot with these variables in its environment."""


async def in_one_shot(start: Start, case: Case, stage: Stage) -> tuple[Evidence, tuple[str, ...]]:
    """Plays a case with a program for each call; a deadline for each.

    Returns:
        The evidence, and the last lines of a program that left no output to be judged.
    """
    script = _Script(stage, case)
    stage.endpoint.add(script.setting.service)
    stdin = call.standard_input(case)
    lines: list[str] = []
    try:
        for _ in range(case.call.repeat):
            played = await _run(start, script.setting.config, stdin, stage.case_seconds)
            script.answers.append(played.answer)
            script.spoken.append(played.stderr.decode("utf-8", "replace"))
            if played.output is None:
                lines.extend(played.lines)
            else:
                script.outputs.append(played.output)
                script.spoken.append(played.output.stdout.decode("utf-8", "replace"))
        before = await script.settle()
        if case.expect.requests == 0:
            script.requests_before_control = len(before)
            rows = [list(row) for row in stage.control.rows]
            control = render({"data": rows}).encode()
            played = await _run(start, script.setting.right, control, stage.case_seconds)
            script.control = played.answer
            await script.settle()
        return script.evidence(), tuple(lines)
    finally:
        stage.endpoint.remove(script.name)


@dataclass(frozen=True, slots=True)
class _Played:
    """What came of one one-shot; `output` is None where it did not end by itself."""

    answer: Answer
    output: Output | None = None
    stderr: bytes = b""
    lines: tuple[str, ...] = ()


async def _run(
    start: Start, config: Mapping[str, Json], stdin: bytes, deadline_seconds: float
) -> _Played:
    program: Program | None = None
    try:
        async with asyncio.timeout(deadline_seconds):
            program = await start(call.environment(config))
            output = await oneshot.run(program, stdin)
        return _Played(oneshot.answer(output), output, output.stderr)
    except TimeoutError:
        words = f"had not ended after {deadline_seconds:g} s"
    except ProgramError as error:
        words = str(error)
    finally:
        if program is not None:
            await program.kill()
    if program is None:
        return _Played(Fault(words))
    return _Played(Fault(words), None, program.stderr.tail(), program.stderr.lines())
