"""The time limits of a session: it ends whatever a program leaves undone, and says why."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from scoreline.drivers import session
from scoreline.drivers.program import ProgramError, StandardError
from scoreline.drivers.session import BadExitError, Session, SessionBrokenError
from scoreline.fault import Code, Fault
from scoreline.protocol.spelling import LARGEST_ID, Spelling

Run = Callable[[Any], None]
LIMIT_SECONDS = 0.1
SOON_SECONDS = 10.0


class Stuck:
    """A program that reads, and does nothing else until it is killed."""

    def __init__(self, *, reads: bool = True, writes: bool = True) -> None:
        """It has closed standard input if it does not read, and standard output likewise."""
        self.stderr = StandardError()
        self.killed = False
        self.received = b""
        self._reads = reads
        self._writes = writes

    def post(self, data: bytes) -> None:
        """Takes a message."""
        if not self._reads:
            raise ProgramError(Fault(Code.STDIN_CLOSED, "closed stdin"))
        self.received += data

    async def write(self, data: bytes) -> None:
        """Takes a message."""
        self.post(data)

    def end_input(self) -> None:
        """Ignores the end of its standard input."""

    async def read(self) -> bytes:
        """Never returns, or the end."""
        if self._writes:
            await asyncio.Event().wait()
        return b""

    async def wait(self) -> int:
        """Never returns."""
        await asyncio.Event().wait()
        return 0

    async def process_id(self) -> None:
        """It is on no machine."""

    async def driver_fault(self) -> None:
        """What runs it is sound."""

    async def kill(self) -> None:
        """Is noted."""
        self.killed = True


class Ending(Stuck):
    """A program that ends when its input does; its last line is read some time after that."""

    def __init__(self, last: bytes | None) -> None:
        """Its last line; None: its standard error stays open."""
        super().__init__()
        self._last = last
        self._ended = asyncio.Event()

    def end_input(self) -> None:
        """Ends the program."""
        self._ended.set()

    async def read(self) -> bytes:
        """The end, once the program has ended."""
        await self._ended.wait()
        return b""

    async def wait(self) -> int:
        """The status."""
        return 0

    async def rest_of_stderr(self) -> bytes:
        """Receives the last line."""
        if self._last is None:
            await asyncio.Event().wait()
        elif not self.killed:
            self.stderr.feed(self._last)
        return b""


class Telling(Stuck):
    """A program that writes a line once it has been sent something."""

    def __init__(self, line: bytes) -> None:
        """The line, with its end."""
        super().__init__()
        self._line = line
        self._asked = asyncio.Event()

    def post(self, data: bytes) -> None:
        """Takes a message."""
        super().post(data)
        self._asked.set()

    async def read(self) -> bytes:
        """The line; nothing more."""
        await self._asked.wait()
        self._asked = asyncio.Event()
        return self._line


@pytest.fixture(autouse=True)
def short_exit(monkeypatch: pytest.MonkeyPatch) -> None:
    """Shortens the time for which a session waits for a program to end."""
    monkeypatch.setattr(session, "EXIT_SECONDS", LIMIT_SECONDS)


async def soon(waited_for: Awaitable[Any]) -> BaseException | Any:
    """The result, or the error, of what must end soon."""
    task = asyncio.ensure_future(waited_for)
    done, _ = await asyncio.wait((task,), timeout=SOON_SECONDS)
    if not done:
        task.cancel()
    assert done, "it does not end"
    return task.exception() or task.result()


def test_no_answer_to_initialize(run: Run) -> None:
    """A program that does not answer `initialize` in time breaks the session."""

    async def scenario() -> None:
        program: Any = Stuck()
        made = Session(program)
        error = await soon(made.initialize(LIMIT_SECONDS))
        assert isinstance(error, SessionBrokenError)
        assert error.fault.code == Code.INITIALIZE_TIMEOUT
        made.abandon(error.fault)
        await soon(made.stop())

    run(scenario())


def test_no_answer_to_shutdown(run: Run) -> None:
    """A program that does not end after `shutdown` is killed, and that end is a bad one."""

    async def scenario() -> None:
        program: Any = Stuck()
        error = await soon(Session(program).stop())
        assert isinstance(error, BadExitError)
        assert error.fault.code == Code.STILL_RUNNING
        assert program.killed

    run(scenario())


@pytest.mark.parametrize("last", [b"bye", None])
def test_last_line(run: Run, monkeypatch: pytest.MonkeyPatch, last: bytes | None) -> None:
    """What a program writes at its end is received before it is killed, and not for ever."""
    monkeypatch.setattr(session, "LAST_SECONDS", LIMIT_SECONDS)

    async def scenario() -> None:
        program: Any = Ending(last)
        assert await soon(Session(program).stop(by_end_of_input=True)) is None
        assert program.stderr.tail() == (last or b"")
        assert program.killed

    run(scenario())


def test_closed_standard_input(run: Run) -> None:
    """A program that reads no more breaks the session, though it has not ended."""

    async def scenario() -> None:
        program: Any = Stuck(reads=False)
        made = Session(program)
        error = await soon(made.call("open", {}))
        assert isinstance(error, SessionBrokenError)
        assert error.fault.code == Code.STDIN_CLOSED
        assert await soon(made.stop()) is error

    run(scenario())


def test_closed_standard_output(run: Run) -> None:
    """A program that writes no more breaks the session, though it has not ended."""

    async def scenario() -> None:
        program: Any = Stuck(writes=False)
        made = Session(program)
        error = await soon(made.call("open", {}))
        assert isinstance(error, SessionBrokenError)
        assert error.fault.code == Code.STDOUT_CLOSED
        assert await soon(made.stop()) is error

    run(scenario())


def test_cancelled(run: Run) -> None:
    """A run that is cancelled does not wait for `shutdown`: it kills the program at once."""

    async def scenario() -> None:
        program: Any = Stuck()
        made, begun = Session(program), asyncio.Event()

        async def use() -> None:
            try:
                begun.set()
                await made.call("open", {})
            finally:
                await made.stop()

        using = asyncio.create_task(use())
        await begun.wait()
        using.cancel()
        await asyncio.wait((using,), timeout=SOON_SECONDS)
        assert using.cancelled()
        assert program.killed
        assert b"shutdown" not in program.received

    run(scenario())


def test_large_id(run: Run) -> None:
    """A request with a large id is cancelled by that id, and answered by it alone."""

    async def scenario() -> None:
        program: Any = Stuck()
        made, sent = Session(program), asyncio.Event()
        notes: list[int] = []

        def note(identifier: int) -> None:
            notes.append(identifier)
            sent.set()

        calling = asyncio.create_task(made.call("score", {}, note, Spelling.LARGE_ID))
        await sent.wait()
        calling.cancel()
        await asyncio.wait((calling,), timeout=SOON_SECONDS)
        asked, cancelled = map(json.loads, program.received.splitlines())
        assert [LARGEST_ID - 1] == notes == [asked["id"]] == [cancelled["params"]["id"]]
        made.abandon(Fault(Code.TIMEOUT, "ends here"))
        await soon(made.stop())

    run(scenario())


@pytest.mark.parametrize(
    ("answered", "code"),
    [([1], Code.UNKNOWN_ID), ([LARGEST_ID - 1] * 2, Code.ANSWERED_TWICE)],
)
def test_answers_to_large_id(run: Run, answered: list[int], code: Code) -> None:
    """The number that a large id stands for is no id, and a second answer is one too many."""
    lines = [json.dumps({"jsonrpc": "2.0", "id": one, "result": {}}) for one in answered]

    async def scenario() -> None:
        program: Any = Telling("".join(f"{line}\n" for line in lines).encode())
        made = Session(program)
        await soon(made.call("score", {}, spelling=Spelling.LARGE_ID))
        assert made.broken is not None
        assert made.broken.fault.code == code
        await soon(made.stop())

    run(scenario())


def test_spelling(run: Run) -> None:
    """A request and a notification are written in the spelling that they are given."""

    async def scenario() -> None:
        program: Any = Stuck()
        made, sent = Session(program), asyncio.Event()
        await made.notify("$/x", None, Spelling.REORDERED)
        sending = made.call("score", None, lambda _: sent.set(), Spelling.REORDERED)
        calling = asyncio.create_task(sending)
        await sent.wait()
        assert program.received.splitlines() == [
            b'{"method":"$/x","jsonrpc":"2.0"}',
            b'{"method":"score","id":1,"jsonrpc":"2.0"}',
        ]
        made.abandon(Fault(Code.TIMEOUT, "ends here"))
        assert isinstance(await soon(calling), SessionBrokenError)
        await soon(made.stop())

    run(scenario())
