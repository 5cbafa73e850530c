"""The harness's side of a session."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable
from typing import IO, Any, Self

from azureml_scoring import ScoringClient
from azureml_scoring.program.session import serve


class Harness:
    """Exchanges messages with a session that runs in a thread of this process."""

    def __init__(self, client_factory: Callable[..., ScoringClient] = ScoringClient) -> None:
        self._session_input, self._input = _pipe()
        self._output, self._session_output = _pipe()
        self.status: int | None = None
        self.responses: list[dict[str, Any]] = []
        """What the results said of replies, from the first one on."""
        self._thread = threading.Thread(target=self._serve, args=(client_factory,), daemon=True)
        self._thread.start()

    def _serve(self, client_factory: Callable[..., ScoringClient]) -> None:
        self.status = serve(client_factory, self._session_input, self._session_output)

    def send_line(self, line: bytes) -> None:
        """Write a line verbatim."""
        self._input.write(line + b"\n")
        self._input.flush()

    def send(self, method: str, call_id: Any = None, **params: Any) -> None:  # noqa: ANN401  # JSON
        """Write a message; without an id it is a notification."""
        message = {"jsonrpc": "2.0", "method": method, "params": params}
        self.send_line(
            json.dumps(message if call_id is None else message | {"id": call_id}).encode()
        )

    def receive(self) -> dict[str, Any]:
        """Read the next message of the session; what it says of a reply goes to `responses`."""
        message: dict[str, Any] = json.loads(self._output.readline())
        assert message.pop("jsonrpc") == "2.0"
        if "response" in message.get("result", {}):
            self.responses.append(message["result"].pop("response"))
        return message

    def request(self, method: str, **params: Any) -> dict[str, Any]:  # noqa: ANN401  # JSON
        """Write a request and return its answer."""
        self.send(method, "request", **params)
        answer = self.receive()
        assert answer.pop("id") == "request"
        return answer

    def open(self, uri: str, handle: str = "a", **config: object) -> None:
        """Open a client, and check that this succeeds."""
        assert self.request("open", client=handle, config={"uri": uri, **config}) == {"result": {}}

    def close_input(self) -> None:
        """Close the session's standard input."""
        self._input.close()

    def exit_status(self) -> int | None:
        """Wait for the session to end, and return its exit status."""
        self._thread.join(timeout=30)
        return self.status

    def __enter__(self) -> Self:
        """Return the harness itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the session."""
        self._input.close()
        self._thread.join(timeout=30)
        for end in (self._output, self._session_input, self._session_output):
            end.close()


def _pipe() -> tuple[IO[bytes], IO[bytes]]:
    reading, writing = os.pipe()
    return os.fdopen(reading, "rb"), os.fdopen(writing, "wb")
