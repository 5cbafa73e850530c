"""Warm containers: running containers in which one-shots of a client run one after the other.

Making a container takes several times as long as a call in it. A warm container is made like every
other container of its client. Its main program is the client's session, which waits for a first
message that never comes. A one-shot has the container to itself, and the next one gets it only if
the one-shot ended by itself.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping

from scoreline.drivers import engine
from scoreline.drivers.container_program import ContainerProgram, attach
from scoreline.drivers.engine import ENGINE_ERRORS, Engine
from scoreline.drivers.program import ProgramError
from scoreline.drivers.table import Command

_POLL_SECONDS = 0.02


class WarmContainerError(ProgramError):
    """Nothing can be started in a warm container: it has ended, or the engine has failed."""


class OneShotProgram(ContainerProgram):
    """A one-shot in a warm container."""

    def __init__(self, connected: Engine, container: str, execution: str, idle: list[str]) -> None:
        """A program that is not connected yet.

        Args:
            connected: the engine.
            container: the warm container; is added to `idle` if the one-shot ends by itself.
            execution: the engine's identifier of what runs in it.
            idle: the client's warm containers in which nothing runs.
        """
        super().__init__(connected, container)
        self._execution = execution
        self._idle = idle
        self._ended = False

    async def wait(self) -> int:
        """Waits for the one-shot's end.

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
        if self._ended:
            self._idle.append(self._identifier)
        else:
            await super()._free()


class WarmContainers:
    """The warm containers of a run."""

    def __init__(self, connected: Engine) -> None:
        """There are none yet on the engine `connected`."""
        self._engine = connected
        self._idle: dict[str, list[str]] = {}

    async def start(
        self, client: str, made: Callable[[], str], command: Command, environment: Mapping[str, str]
    ) -> OneShotProgram:
        """Starts a one-shot in a warm container.

        Args:
            client: the client's name.
            made: makes a container for the client's session, and returns its identifier.
            command: arguments for the image's entry point.
            environment: variables in addition to those of the container.

        Raises:
            WarmContainerError: it cannot be started this way.
        """
        api, idle = self._engine.api, self._idle.setdefault(client, [])

        def warm() -> str:
            container = made()
            api.start(container)
            return container

        def prepare(container: str) -> str:
            entry_point = api.inspect_container(container)["Config"]["Entrypoint"] or ()
            created = api.exec_create(
                container, [*entry_point, *command], stdin=True, environment=dict(environment)
            )
            return str(created["Id"])

        try:
            # If this is cancelled, the container is removed at the end of the run.
            container = idle.pop() if idle else await self._engine.call(warm)
            execution = await self._engine.call(lambda: prepare(container))
            program = OneShotProgram(self._engine, container, execution, idle)
            await attach(program, lambda: api.exec_start(execution, socket=True))
        except ENGINE_ERRORS as error:
            message = "nothing can be started in its warm container"
            raise WarmContainerError(engine.failed(message, error)) from error
        return program
