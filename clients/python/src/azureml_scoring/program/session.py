"""Session mode: many calls in one process, as described in docs/protocol.md.

The protocol is JSON-RPC 2.0, with one message per line. Threads take turns reading. The thread
whose turn it is processes messages in order; when it reads a call, it passes the turn to another
thread and makes the call itself. No message is handed over between threads, and a call that hangs
blocks only its own thread.
"""

# Values parsed from JSON are of unknown type until they are checked.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false

from __future__ import annotations

import os
import sys
import threading
from typing import IO, TYPE_CHECKING, Any, TypeAlias, cast

from azureml_scoring.cancellation import Cancellation
from azureml_scoring.client import ScoringClient
from azureml_scoring.errors import ScoringError
from azureml_scoring.program import messages
from azureml_scoring.program.calling import operation_of, result_of
from azureml_scoring.program.messages import AdapterError, CallId, Message
from azureml_scoring.secret import Secret, mask
from azureml_scoring.user_agent import RUNTIME
from azureml_scoring.version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable

    ClientFactory: TypeAlias = Callable[..., ScoringClient]
    Job: TypeAlias = Callable[[], None]

PROTOCOL_VERSION = "1"
CAPABILITIES = [
    "payload",
    "retries",
    "overall-timeout",
    "secondary-key",
    "tls",
    "reply-limit",
    "bytes",
    "health",
    "swagger",
    "call-options",
    "response",
]
BUFFER_SIZE = 1 << 16
THREAD_NAME = "azureml-scoring-session"


def serve(
    client_factory: ClientFactory = ScoringClient,
    stdin: IO[bytes] | None = None,
    stdout: IO[bytes] | None = None,
) -> int:
    """Answer the messages on `stdin` until `shutdown` or its end.

    Args:
        client_factory: creates a client; takes the keyword arguments of `ScoringClient`.
        stdin: the stream of messages; standard input if not given.
        stdout: the stream for the answers; if not given, standard output, and everything else that
            this process prints is redirected to standard error.

    Returns:
        The exit status: 0, or 1 if the answers could not be written.
    """
    source = os.fdopen(0, "rb", BUFFER_SIZE, closefd=False) if stdin is None else stdin
    return _Session(client_factory, source, stdout or _take_stdout()).run()


def _take_stdout() -> IO[bytes]:
    """Return standard output for the answers, and redirect other output to standard error."""
    descriptor = os.dup(1)
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    return os.fdopen(descriptor, "wb", BUFFER_SIZE)


class _Opened:
    """An open client, with its key to be masked in the text of an unexpected exception."""

    def __init__(self, client: ScoringClient, *keys: str | None) -> None:
        self.client = client
        self._secrets = tuple(Secret(key) for key in keys if key)

    def describe(self, problem: Exception) -> str:
        return mask(f"{type(problem).__name__}: {problem}", self._secrets)


class _Session:
    def __init__(self, client_factory: ClientFactory, source: IO[bytes], sink: IO[bytes]) -> None:
        self._client_factory = client_factory
        self._source = source
        self._sink = sink
        self._opened: dict[str, _Opened] = {}
        self._turn = threading.Lock()  # held by the thread that reads
        self._readers = 0  # threads that hold the turn or wait for it
        self._counting = threading.Lock()  # guards _readers
        # With the type of the id, because 5 and 5.0 are different ids but equal in Python.
        self._in_flight: dict[tuple[type, CallId], Cancellation] = {}
        self._answering = threading.Lock()  # guards _in_flight, _ended and _sink
        self._ended = threading.Event()
        self._status = 0
        self._methods: dict[str, Callable[[Message], Job | None]] = {
            "initialize": self._initialize,
            "open": self._open,
            "score": self._score,
            "health": self._score,
            "swagger": self._score,
            "close": self._close,
            "shutdown": self._shutdown,
        }

    def run(self) -> int:
        self._add_reader()
        self._ended.wait()
        with self._answering:
            # Threads that are still in a call end with the process. Holding the lock ensures that
            # none of them is writing at that moment.
            return self._status

    def _add_reader(self) -> None:
        with self._counting:
            self._readers += 1
        threading.Thread(target=self._work, name=THREAD_NAME, daemon=True).start()

    def _work(self) -> None:
        while True:
            with self._turn:
                job = self._next_job()
                if job is None:
                    return
                with self._counting:
                    self._readers -= 1
                    alone = self._readers == 0
                if alone:
                    self._try_add_reader()
            job()
            with self._counting:
                self._readers += 1

    def _try_add_reader(self) -> None:
        try:
            self._add_reader()
        except RuntimeError:
            # The system has no more threads: messages wait until a call finishes.
            with self._counting:
                self._readers -= 1

    def _next_job(self) -> Job | None:
        while not self._ended.is_set():
            line = self._source.readline()
            if not line:
                self._end()
            else:
                job = self._act(line)
                if job is not None:
                    return job
        return None

    def _act(self, line: bytes) -> Job | None:
        call_id: CallId = None
        try:
            message = messages.read(line)
            call_id = message.call_id
            if message.notification:
                if message.method == "$/cancelRequest" and isinstance(message.params, dict):
                    self._cancel(message.params.get("id"))
                return None
            self._refuse_in_flight(call_id)
            method = self._methods.get(message.method)
            if method is None:
                raise AdapterError(messages.NO_SUCH_METHOD, f"unknown method {message.method!r}")  # noqa: TRY301  # handled below like the others
            return method(message)
        except AdapterError as problem:
            answered = problem.call_id if call_id is None else call_id
            self._write(messages.adapter_error(answered, problem.code, str(problem)))
        except Exception as problem:  # noqa: BLE001  # every request is answered
            self._write(
                messages.adapter_error(call_id, messages.INTERNAL_ERROR, type(problem).__name__)
            )
        return None

    def _refuse_in_flight(self, call_id: CallId) -> None:
        with self._answering:
            if (type(call_id), call_id) in self._in_flight:
                raise AdapterError(messages.INVALID_REQUEST, f"id {call_id!r} is already in flight")

    def _initialize(self, message: Message) -> None:
        if messages.member(message.params, "protocolVersion", str) != PROTOCOL_VERSION:
            raise AdapterError(messages.INVALID_PARAMS, "protocolVersion is not 1")
        about = {
            "protocolVersion": PROTOCOL_VERSION,
            "name": "azureml-scoring-python",
            "version": __version__,
            "language": "Python",
            "runtime": RUNTIME,
            "capabilities": CAPABILITIES,
        }
        self._write(messages.result(message.call_id, about))

    def _open(self, message: Message) -> None:
        handle = messages.member(message.params, "client", str)
        config = messages.member(message.params, "config", dict)
        if handle in self._opened:
            raise AdapterError(messages.INVALID_PARAMS, f"client {handle!r} is already open")
        try:
            arguments = messages.client_arguments(config)
            client = self._client_factory(**arguments)
        except ScoringError as error:
            self._write(messages.call_failed(message.call_id, error))
            return
        self._opened[handle] = _Opened(client, arguments.get("key"), arguments.get("secondary_key"))
        self._write(messages.result(message.call_id, {}))

    def _score(self, message: Message) -> Job:
        opened = self._lookup(message.params)
        operation = operation_of(message)
        cancellation = Cancellation()
        call_id = message.call_id
        with self._answering:
            self._in_flight[type(call_id), call_id] = cancellation

        def job() -> None:
            try:
                options = messages.call_options(cast("dict[str, Any]", message.params))
                response = opened.client.call(operation(), options, cancellation=cancellation)
                line = messages.result(call_id, result_of(message, response))
            except ScoringError as error:
                line = messages.call_failed(call_id, error)
            except AdapterError as problem:
                line = messages.adapter_error(call_id, problem.code, str(problem))
            except Exception as problem:  # noqa: BLE001  # every request is answered
                line = messages.adapter_error(
                    call_id, messages.INTERNAL_ERROR, opened.describe(problem)
                )
            self._answer(call_id, line)

        return job

    def _close(self, message: Message) -> None:
        opened = self._lookup(message.params)
        del self._opened[messages.member(message.params, "client", str)]
        opened.client.close()
        self._write(messages.result(message.call_id, {}))

    def _shutdown(self, message: Message) -> None:
        self._write(messages.result(message.call_id, {}))
        self._end()

    def _lookup(self, params: object) -> _Opened:
        handle = messages.member(params, "client", str)
        opened = self._opened.get(handle)
        if opened is None:
            raise AdapterError(messages.INVALID_PARAMS, f"client {handle!r} is not open")
        return opened

    def _cancel(self, call_id: object) -> None:
        if isinstance(call_id, CallId):
            with self._answering:
                cancellation = self._in_flight.get((type(call_id), call_id))
            if cancellation is not None:
                cancellation.cancel()

    def _answer(self, call_id: CallId, line: bytes) -> None:
        """Answer a call, which is in flight no longer."""
        with self._answering:
            del self._in_flight[type(call_id), call_id]
            self._write_locked(line)

    def _write(self, line: bytes) -> None:
        with self._answering:
            self._write_locked(line)

    def _write_locked(self, line: bytes) -> None:
        if self._ended.is_set():
            return
        try:
            self._sink.write(line)
            self._sink.flush()
        except (OSError, ValueError):
            self._end(status=1)

    def _end(self, status: int = 0) -> None:
        self._status = status
        self._ended.set()
