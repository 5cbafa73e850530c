"""Faults: what went wrong, as a value. The code decides, the message is for people.

The part of a code before the dot is its origin: who has to act. Only a fault of the client counts
against the client. Any other fault means that nothing is known about the client, so there is no
verdict. A driver that lives outside this package may use codes of its own below `driver.`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Origin(StrEnum):
    """Who has to act on a fault."""

    CLIENT = "client"
    """The client under test: it died, hung, broke the protocol or does not build."""
    DRIVER = "driver"
    """What runs the client: a container engine that failed, or a missing toolchain."""
    HARNESS = "harness"
    """The harness itself: a defect of ours."""
    INPUT = "input"
    """What the user gave: a case file, a manifest, an option, a report."""


class Code(StrEnum):
    """The stable codes of faults."""

    # The session's messages.
    NOT_JSON = "client.not-json"
    NOT_JSON_RPC = "client.not-json-rpc"
    REQUEST_NOT_UNDERSTOOD = "client.request-not-understood"
    FOREIGN_ID = "client.foreign-id"
    UNKNOWN_ID = "client.unknown-id"
    ANSWERED_TWICE = "client.answered-twice"
    RESULT_AND_ERROR = "client.result-and-error"
    ERROR_WITHOUT_CODE = "client.error-without-code"
    ERROR_WITHOUT_MESSAGE = "client.error-without-message"
    RESULT_NOT_EMPTY = "client.result-not-empty"
    LINE_TOO_LONG = "client.line-too-long"
    INVALID_IDENTITY = "client.invalid-identity"
    PROTOCOL_VERSION = "client.protocol-version"
    UNKNOWN_CAPABILITY = "client.unknown-capability"
    NO_PREDICTIONS = "client.no-predictions"
    NO_DOCUMENT = "client.no-document"
    NO_RESPONSE_DATA = "client.no-response-data"
    NO_ERROR_DATA = "client.no-error-data"
    METHOD_NOT_FOUND = "client.method-not-found"
    ADAPTER_FAILED = "client.adapter-failed"
    # The life of its program.
    BUILD_FAILED = "client.build-failed"
    BUILD_TIMEOUT = "client.build-timeout"
    START_FAILED = "client.start-failed"
    INITIALIZE_TIMEOUT = "client.initialize-timeout"
    TIMEOUT = "client.timeout"
    STOPPED_ANSWERING = "client.stopped-answering"
    EXITED = "client.exited"
    KILLED = "client.killed"
    STDIN_CLOSED = "client.stdin-closed"
    STDOUT_CLOSED = "client.stdout-closed"
    SHUTDOWN_FAILED = "client.shutdown-failed"
    STILL_RUNNING = "client.still-running"
    FAILS_TOGETHER = "client.fails-together"
    """The session broke with several items in flight, and none of them breaks it alone."""
    FAILS_AFTERWARDS = "client.fails-afterwards"
    """The session broke after an answer, and that item does not break it alone."""
    ABANDONED = "client.abandoned"
    """So many sessions broke that the remaining items were not played."""
    # What a one-shot leaves.
    OUTPUT_TOO_LONG = "client.output-too-long"
    EMPTY_OUTPUT = "client.empty-output"
    OUTPUT_NOT_JSON = "client.output-not-json"
    ERROR_NOT_OBJECT = "client.error-not-object"
    # Why an item is not applicable.
    MODE_MISSING = "client.mode-missing"
    CAPABILITY_NOT_CLAIMED = "client.capability-not-claimed"

    # Drivers.
    NOT_DESCRIBED = "driver.not-described"
    """The client's manifest does not say how this driver runs it."""
    PROGRAM_MISSING = "driver.program-missing"
    ENGINE_UNAVAILABLE = "driver.engine-unavailable"
    ENGINE_FAILED = "driver.engine-failed"

    # The harness.
    DEFECT = "harness.defect"
    RUN_ENDED = "harness.run-ended"
    """The run ended before the item was judged."""

    # Input.
    UNREADABLE = "input.unreadable"
    NOT_TOML = "input.not-toml"
    INVALID_JSON = "input.not-json"
    INVALID = "input.invalid"
    """A value that its schema does not allow."""
    UNKNOWN_KEY = "input.unknown-key"
    MISSING_KEY = "input.missing-key"
    CONFLICT = "input.conflict"
    """Two values that cannot stand together."""
    UNKNOWN_NAME = "input.unknown-name"
    """A reference, a name or a pattern that matches nothing."""
    DUPLICATE = "input.duplicate"
    WRONG_FILE_NAME = "input.wrong-file-name"
    EMPTY = "input.empty"
    """There is nothing to judge, or nobody to judge it with."""
    OPTION = "input.option"


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that went wrong.

    Attributes:
        code: a member of `Code`, or a driver's own code; what decisions depend on.
        message: one sentence for people, such as `exited with status 70`.
        details: facts for programs, by name, such as the exit status.
        remedy: what to do about it; empty if nothing is known.
    """

    code: str
    message: str
    details: Mapping[str, str | int | float] = field(default_factory=dict)
    remedy: str = ""

    @property
    def origin(self) -> Origin:
        """Who has to act."""
        return Origin(self.code.partition(".")[0])

    def __str__(self) -> str:
        """The message."""
        return self.message


class FaultError(Exception):
    """An error that carries its fault.

    Attributes:
        fault: what went wrong.
    """

    def __init__(self, fault: Fault) -> None:
        """The text of the error is the fault's message."""
        super().__init__(fault.message)
        self.fault = fault
