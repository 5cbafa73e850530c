"""The other side of a session."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable
from typing import IO, Any, Self

from azureml_scoring import ScoringClient
from azureml_scoring.doors.session import serve


class Harness:
    """Talks to a session that runs in a thread of this process."""

    def __init__(self, client_factory: Callable[..., ScoringClient] = ScoringClient) -> None:
        self._their_input, self._writing = _pipe()
        self._reading, self._their_output = _pipe()
        self.status: int | None = None
        self._thread = threading.Thread(target=self._serve, args=(client_factory,), daemon=True)
        self._thread.start()

    def _serve(self, client_factory: Callable[..., ScoringClient]) -> None:
        self.status = serve(client_factory, self._their_input, self._their_output)

    def say(self, line: bytes) -> None:
        """Write a line as it is."""
        self._writing.write(line + b"\n")
        self._writing.flush()

    def tell(self, method: str, call_id: Any = None, **params: Any) -> None:  # noqa: ANN401  # JSON
        """Write a message; without an id it is a notification."""
        message = {"jsonrpc": "2.0", "method": method, "params": params}
        self.say(json.dumps(message if call_id is None else message | {"id": call_id}).encode())

    def hear(self) -> dict[str, Any]:
        """The next line that the session writes."""
        message: dict[str, Any] = json.loads(self._reading.readline())
        assert message.pop("jsonrpc") == "2.0"
        return message

    def ask(self, method: str, **params: Any) -> dict[str, Any]:  # noqa: ANN401  # JSON
        """The answer to a message."""
        self.tell(method, "ask", **params)
        answer = self.hear()
        assert answer.pop("id") == "ask"
        return answer

    def open(self, uri: str, handle: str = "a", **config: object) -> None:
        """Open a client and see it opened."""
        assert self.ask("open", client=handle, config={"uri": uri, **config}) == {"result": {}}

    def hang_up(self) -> None:
        """End the session's standard input."""
        self._writing.close()

    def ended(self) -> int | None:
        """The exit status, once the session has ended."""
        self._thread.join(timeout=30)
        return self.status

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the session."""
        self._writing.close()
        self._thread.join(timeout=30)
        for end in (self._reading, self._their_input, self._their_output):
            end.close()


def _pipe() -> tuple[IO[bytes], IO[bytes]]:
    reading, writing = os.pipe()
    return os.fdopen(reading, "rb"), os.fdopen(writing, "wb")
