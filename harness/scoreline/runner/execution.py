"""Executions: one playing of an item with one client, and the evidence it leaves."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from secrets import token_hex
from types import TracebackType
from typing import Self

from scoreline.drivers import oneshot
from scoreline.drivers.driver import Launch
from scoreline.drivers.fair_clock import FairClock, Usage
from scoreline.drivers.program import TAIL_LINES, Program, ProgramError
from scoreline.drivers.session import Received, Session, SessionBrokenError
from scoreline.endpoint import Endpoint
from scoreline.fault import Code, Fault, Origin
from scoreline.formats.json import Json, has_more_values
from scoreline.judge.credentials import traces
from scoreline.protocol.answer import Answer, CallError, Output, Predictions
from scoreline.protocol.message import LIBRARY_ERROR, score_answer
from scoreline.results.bounds import MOST_BYTES_OF_SERVICE, MOST_VALUES
from scoreline.results.evidence import Evidence, Testimony
from scoreline.results.exchange import Exchange
from scoreline.suite.service import Service

SETTLE_SECONDS = 5.0
"""How long the endpoint may take to finish the exchanges of a call that the client has answered."""
_NAME_BYTES = 16


@dataclass(frozen=True, slots=True)
class Conditions:
    """What all executions with one client have in common.

    Attributes:
        endpoint: the endpoint that it calls.
        host: the host under which it reaches the endpoint.
        start: starts one of its programs.
        deadline_seconds: limit for one item in a session, and for each program of a one-shot.
        grace_seconds: time to answer a further message once the deadline has passed.
    """

    endpoint: Endpoint
    host: str
    start: Callable[[Launch], Awaitable[Program]]
    deadline_seconds: float
    grace_seconds: float


class Execution:
    """One execution of an item with one client.

    Names of services are random: no client can guess another one's, or tell the case from a URI.

    An item calls these methods; each keeps what it finds as evidence, which the runner reads, also
    after it has cancelled the item at its deadline. To be used as an asynchronous context manager:
    leaving it closes the services.

        async with Execution(conditions, session) as execution:
            await item.play(execution)
            evidence = execution.evidence()

    Attributes:
        name: of its service, and of the handle of its calls; new for each execution.
        stderr: last lines of the one-shots that did not end by themselves.
    """

    def __init__(
        self,
        conditions: Conditions,
        session: Session | None = None,
        control: Testimony | None = None,
    ) -> None:
        """An execution without evidence.

        Args:
            conditions: what it has in common with the client's other executions.
            session: the session of an item that is played in one.
            control: on a control call that an earlier one-shot of the client has made.
        """
        self.name = token_hex(_NAME_BYTES)
        self.stderr: tuple[str, ...] = ()
        self._conditions = conditions
        self._session = session
        self._services: list[str] = []
        self._answers: list[Answer] = []
        self._outputs: list[Output] = []
        self._leak: str | None = None
        self._answered_bytes = 0
        self._before_control: Testimony | None = None
        self._control = control
        self._wants_control = False
        self._target = ""
        self._key = ""
        self._secrets: tuple[str, ...] = ()
        self._traces: tuple[str, ...] = ()

    async def __aenter__(self) -> Self:
        """Nothing is open yet."""
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Removes the services, and stops searching the session's output for the secrets."""
        self._search_stderr()
        for name in self._services:
            self._conditions.endpoint.remove(name)

    # --- services -------------------------------------------------------------------------

    @property
    def uri(self) -> str:
        """Scoring URI of the service called `name`, as the client reaches it."""
        return self._conditions.endpoint.uri(self.name, host=self._conditions.host)

    def serve(self, service: Service) -> None:
        """Opens a service on the endpoint; its exchanges become evidence.

        Raises:
            ValueError: the endpoint refuses it.
        """
        self._conditions.endpoint.add(service)
        self._services.append(service.name)

    def give(self, *, target: str, key: str, secrets: Iterable[str]) -> None:
        """Notes what the client is given. From here on its output is searched for the secrets.

        Args:
            target: path and query of its scoring URI.
            key: the key that it should send.
            secrets: every key that it is given.
        """
        self._target, self._key, self._secrets = target, key, tuple(secrets)
        self._traces = traces(self._secrets)
        if self._session is not None:
            self._session.program.stderr.watch(self._secrets)

    # --- calls in a session ---------------------------------------------------------------

    @property
    def session(self) -> Session:
        """The session of an item that is played in one, for messages other than those below.

        Raises:
            RuntimeError: the item is not played in a session.
        """
        if self._session is None:
            raise RuntimeError("this item is not played in a session")
        return self._session

    async def open(self, handle: str, config: Mapping[str, object]) -> bool:
        """Opens a handle. A refusal counts as the answer.

        Returns:
            Whether it is open.

        Raises:
            SessionBrokenError: the session ended.
        """
        received = await self._call("open", {"client": handle, "config": config})
        if received.response.code is None:
            return True
        if received.response.code == LIBRARY_ERROR:
            self.answer(self._score_answer(received))
        else:
            self.answer(_adapter_fault("open", received.response.code))
        return False

    async def score(self, params: Mapping[str, object]) -> None:
        """Makes one call; its answer is evidence.

        Raises:
            SessionBrokenError: the session ended.
        """
        self.answer(self._score_answer(await self._call("score", params)))

    async def close(self, handle: str) -> None:
        """Closes a handle. An error is evidence.

        Raises:
            SessionBrokenError: the session ended.
        """
        received = await self._call("close", {"client": handle})
        if received.response.code is not None:
            self.answer(_adapter_fault("close", received.response.code))

    async def still_answers(self) -> bool:
        """Whether the client answers one more message, within the grace period."""
        try:
            async with self.session.limit(self._conditions.grace_seconds):
                await self.session.call("close", {"client": self.name})
        except (TimeoutError, SessionBrokenError):
            return False
        return True

    async def _call(self, method: str, params: Mapping[str, object]) -> Received:
        received = await self.session.call(method, params)
        self._search(received.line)
        return received

    def _score_answer(self, received: Received) -> Answer:
        """The answer, or a fault if it has too much to be kept."""
        too_long = self._too_long(len(received.line))
        return too_long or _small(score_answer(received.response))

    def _too_long(self, more: int) -> Fault | None:
        """Counts bytes of an answer; a fault if all answers together have too many."""
        self._answered_bytes += more
        if self._answered_bytes <= MOST_BYTES_OF_SERVICE:
            return None
        text = f"its answers to one case have more than {MOST_BYTES_OF_SERVICE} bytes"
        return Fault(Code.OUTPUT_TOO_LONG, text, {"bytes": MOST_BYTES_OF_SERVICE})

    def _search(self, written: bytes | str) -> None:
        """Searches what the client wrote for the secrets; keeps the first text with one of them."""
        if self._leak is None:
            text = written if isinstance(written, str) else written.decode("utf-8", "replace")
            if any(trace in text for trace in self._traces):
                self._leak = text

    # --- one-shots ------------------------------------------------------------------------

    async def one_shot(self, launch: Launch, stdin: bytes) -> None:
        """Runs a program to its end, at most until the deadline; what it leaves is evidence.

        Raises:
            ProgramError: it could not be run, for a reason that is not the client's.
        """
        program: Program | None = None
        seconds = self._conditions.deadline_seconds
        clock, started = FairClock(), asyncio.get_running_loop().time()
        clock.start()
        try:
            async with clock.limit(seconds):
                program = await self._conditions.start(launch)
                clock.watch(program)
                program.stderr.watch(self._secrets)
                output = await oneshot.run(program, stdin)
        except TimeoutError:
            if program is None:
                message = f"its program had not started after {seconds:g} s"
                raise ProgramError(Fault(Code.ENGINE_FAILED, message)) from None
            if (silent := await program.driver_fault()) is not None:
                raise ProgramError(silent) from None
            fault = timed_out("had not ended after", seconds, clock.usage(started))
            self._unfinished(program, fault)
        except ProgramError as error:
            if error.fault.origin is not Origin.CLIENT:
                raise
            self._unfinished(program, error.fault)
        else:
            too_long = self._too_long(len(output.stdout) + len(output.stderr))
            self.answer(too_long or _small(oneshot.answer(output)))
            if too_long is None:
                self._outputs.append(output)
            self._search(output.stdout)
            self._search(output.stderr)
        finally:
            await clock.stop()
            if program is not None:
                self._search("\n".join(program.stderr.leaked(self._secrets)))
                await program.kill()

    def _unfinished(self, program: Program | None, fault: Fault) -> None:
        self.answer(fault)
        if program is not None:
            self._search(program.stderr.tail())
            self.stderr = (*self.stderr, *program.stderr.lines())[-TAIL_LINES:]

    # --- evidence -------------------------------------------------------------------------

    def answer(self, answer: Answer) -> None:
        """Adds an answer, or the fault that took its place, to the evidence."""
        self._answers.append(answer)

    async def begin_control(self) -> None:
        """Counts what follows as the control call, and not as the item's own calls."""
        await self.settled()
        self._before_control = self._testimony(0)
        self._answers, self._outputs = [], []

    @property
    def control(self) -> Testimony | None:
        """The control call that this or an earlier one-shot of the client has made."""
        return self._control

    async def offer_control(self, suits: Callable[[Testimony], bool]) -> None:
        """Lets what was called so far be the control call of later one-shots, if it suits."""
        await self.settled()
        made = self._testimony(0)
        if self._control is None and suits(made):
            self._control = made

    async def share_control(self, call: Callable[[], Awaitable[None]]) -> None:
        """Makes the control call that all one-shots of a client share, unless it was made before.

        What is new in a one-shot that sends nothing is how it ends. That the client can send
        something is the same for each of them, and a program takes long to start.

        Raises:
            ProgramError: it could not be run, for a reason that is not the client's.
        """
        await self.begin_control()
        self._wants_control = True
        if self._control is None:
            await call()
            await self.settled()
            self._control = self._after_control()

    async def settled(self) -> None:
        """Waits, within bounds, until no exchange of its services is in flight."""
        for name in self._services:
            with contextlib.suppress(TimeoutError):
                await self._conditions.endpoint.settled(name, SETTLE_SECONDS)

    def evidence(self) -> Evidence:
        """What both witnesses have said so far."""
        self._search_stderr()
        before = self._before_control
        return Evidence(
            testimony=before or self._testimony(0),
            control=self._control if self._wants_control else before and self._after_control(),
            target=self._target,
            key=self._key,
            secrets=self._secrets,
            transcript=self._leak or "",
        )

    def _after_control(self) -> Testimony:
        """What followed after the control call had begun."""
        before = self._before_control
        return self._testimony(len(before.exchanges) if before else 0)

    def _testimony(self, skipped: int) -> Testimony:
        return Testimony(
            answers=tuple(self._answers),
            outputs=tuple(self._outputs),
            exchanges=self._exchanges()[skipped:],
        )

    def _exchanges(self) -> tuple[Exchange, ...]:
        endpoint = self._conditions.endpoint
        found = [one for name in self._services for one in endpoint.exchanges(name)]
        return tuple(sorted(found, key=lambda exchange: exchange.started))

    def _search_stderr(self) -> None:
        if self._session is not None:
            self._search("\n".join(self._session.program.stderr.leaked(self._secrets)))


def timed_out(what: str, seconds: float, usage: Usage, remedy: str = "") -> Fault:
    """The fault of a client that exceeded a limit, with what its processors' time went to.

    Args:
        what: begins the message, such as `did not answer within`.
        seconds: the limit.
        usage: what happened since the limit began.
        remedy: what its author may do about it; empty if nothing is known.
    """
    details = {
        "seconds": seconds,
        "used_seconds": round(usage.used, 3),
        "waited_seconds": round(usage.waited, 3),
        "harness_seconds": round(usage.harness, 3),
    }
    message = (
        f"{what} {seconds:g} s; it used {usage.used:.1f} s of processor time, and waited "
        f"{usage.waited:.1f} s for a processor and up to {usage.harness:.1f} s for the harness"
    )
    return Fault(Code.TIMEOUT, message, details, remedy)


def _small(answer: Answer) -> Answer:
    """The answer, or a fault if it has more than `MOST_VALUES` values.

    In memory, a value takes many times as many bytes as in JSON.
    """
    value: Json = None
    if isinstance(answer, Predictions):
        value = answer.value
    elif isinstance(answer, CallError):
        value = dict(answer.members)
    if not has_more_values(value, MOST_VALUES):
        return answer
    text = f"an answer has more than {MOST_VALUES} values"
    return Fault(Code.OUTPUT_TOO_LONG, text, {"values": MOST_VALUES})


def _adapter_fault(method: str, code: int) -> Fault:
    message = f"answered {method} with error {code}"
    return Fault(Code.ADAPTER_FAILED, message, {"method": method, "code": code})
