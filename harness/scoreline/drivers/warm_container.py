"""Rooms: containers in which one-shot calls of a client run one after the other.

Making a container costs several times what a call in it does. A room is made as every container
of a client is; its own program is the client's session, which waits for a first message that never
comes. A call has the room to itself, and hands it on only if it has come to its own end.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable

import docker

from scoreline.drivers import thread
from scoreline.drivers.container_network import ENGINE_ERRORS, remove_container
from scoreline.drivers.container_program import ContainerProgram, exit_status
from scoreline.drivers.program import ProgramError

_LOOK_AGAIN_SECONDS = 0.02


class RoomClosedError(ProgramError):
    """The room's own program has ended, and the room with it."""


class CallProgram(ContainerProgram):
    """A program that runs in a room."""

    def __init__(
        self, api: docker.APIClient, room: str, call: str, hand_on: Callable[[str], None]
    ) -> None:
        """Takes the room's container, the call that is made in it, and who may have it next."""
        super().__init__(api, room)
        self._call = call
        self._hand_on = hand_on
        self._done = False
        self._killed = threading.Event()

    def _wait(self) -> int:
        # The engine has no call that waits for this: it says when the streams are at their end,
        # and a program that has closed them may live on for a while.
        while True:
            try:
                state = self._api.exec_inspect(self._call)
            except ENGINE_ERRORS as error:
                raise ProgramError(f"ended, and the engine does not say how: {error}") from error
            if not state["Running"]:
                self._done = True
                return exit_status(int(state["ExitCode"]))
            if self._killed.wait(_LOOK_AGAIN_SECONDS):
                raise ProgramError("was killed")

    async def wait(self) -> int:
        """See Program."""
        await self._stderr_ended.wait()
        return await super().wait()

    async def kill(self) -> None:
        """Hands the room on where the call is done; else removes it, with all that runs there."""
        self._killed.set()
        if self._transport is not None:
            self._transport.close()
        if self._done:
            self._hand_on(self._identifier)
            return
        with contextlib.suppress(*ENGINE_ERRORS):  # the end of the run tries again
            await thread.to_its_end(lambda: remove_container(self._api, self._identifier))
