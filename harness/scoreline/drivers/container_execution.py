"""Programs that run in the container of another program of the same client."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import Self

from scoreline.drivers.container_program import ContainerProgram, attach
from scoreline.drivers.engine import Engine
from scoreline.drivers.table import Command

_POLL_SECONDS = 0.02


class ContainerExecution(ContainerProgram):
    """A program in the container of another one. The engine calls it an execution."""

    def __init__(self, connected: Engine, container: str, execution: str) -> None:
        """A program that is not connected yet.

        Args:
            connected: the engine.
            container: identifier of the container.
            execution: the engine's identifier of what runs in it.
        """
        super().__init__(connected, container)
        self._execution = execution
        self._ended = False

    @classmethod
    async def start(
        cls, beside: ContainerProgram, command: Command, environment: Mapping[str, str]
    ) -> Self:
        """Starts a program in the container of the program `beside`.

        Args:
            beside: a program whose container runs.
            command: arguments for the image's entry point.
            environment: variables in addition to those of the container.

        Raises:
            DockerException, OSError, HTTPError: it cannot be started, as when the container has
                ended, or the engine has failed.
        """
        api, container = beside.engine.api, beside.container

        def prepare() -> str:
            entry_point = api.inspect_container(container)["Config"]["Entrypoint"] or ()
            created = api.exec_create(
                container, [*entry_point, *command], stdin=True, environment=dict(environment)
            )
            return str(created["Id"])

        execution = await beside.engine.call(prepare)
        program = cls(beside.engine, container, execution)
        await attach(program, lambda: api.exec_start(execution, socket=True))
        return program

    async def wait(self) -> int:
        """Waits for the program's end.

        Returns:
            The exit status; negative for the signal that ended it.

        Raises:
            ProgramError: the engine does not answer, or the stream to it broke. The code is
                `ENGINE_FAILED`.
        """
        await self._stderr_ended.wait()
        return await super().wait()

    def _wait(self, abandoned: threading.Event) -> int:
        # The engine has no call that waits for this end. It closes the stream when the outputs are
        # closed, and the program may still be running then.
        while (state := self._api.exec_inspect(self._execution))["Running"]:
            if abandoned.wait(_POLL_SECONDS):
                return 0  # which nobody waits for any more
        self._ended = True
        return int(state["ExitCode"])

    def _process_id(self) -> int | None:
        process = int(self._api.exec_inspect(self._execution)["Pid"])
        return process if self._is_here(process) else None

    async def _free(self) -> None:
        # The engine has no call that ends one program of a container.
        if not self._ended:
            await super()._free()
