"""One item played in a session, until its deadline or the session's end."""

from __future__ import annotations

import asyncio
from typing import Final

from scoreline.drivers.session import Session, SessionBrokenError
from scoreline.fault import Code, Fault
from scoreline.results.evidence import Evidence
from scoreline.runner.conditions import Conditions, timed_out
from scoreline.runner.execution import SOON_SECONDS, Execution
from scoreline.runner.plan import Item

_REMEDY: Final = "if the client wrote its answer, flush standard output after each line"
"""The harness cannot see an answer that is still in a buffer of the client."""


class CutOffError(Exception):
    """An execution did not end: its session broke, or the client hangs.

    Attributes:
        fault: what happened.
        evidence: what there was until then.
        hangs: the item exceeded its deadline and the client has not answered anything since; else
            the session broke.
    """

    def __init__(self, fault: Fault, evidence: Evidence, *, hangs: bool) -> None:
        """The text of the error is the fault's message."""
        super().__init__(fault.message)
        self.fault = fault
        self.evidence = evidence
        self.hangs = hangs


async def play_in_session(conditions: Conditions, session: Session, item: Item) -> Evidence:
    """Plays an item, and returns what both witnesses said.

    Raises:
        CutOffError: the session broke, or the client hangs.
    """
    seconds = conditions.deadline_seconds
    started = asyncio.get_running_loop().time()
    expired = False
    async with Execution(conditions, session) as execution:
        try:
            async with session.limit(seconds) as limit:
                try:
                    await item.play(execution)
                finally:
                    expired = limit.expired()
        except TimeoutError:
            if not expired:
                raise
            if (silent := await session.program.driver_fault()) is not None:
                session.abandon(silent)
                raise CutOffError(silent, execution.evidence(), hangs=False) from None
            usage = session.usage(started)
            execution.record.answer(timed_out("did not answer within", seconds, usage, _REMEDY))
            if not await execution.still_answers():
                fault = Fault(Code.STOPPED_ANSWERING, "stopped answering")
                raise CutOffError(fault, execution.evidence(), hangs=True) from None
        except SessionBrokenError as error:
            raise CutOffError(error.fault, execution.evidence(), hangs=False) from error
        await execution.settled()
        evidence = execution.evidence()
        if not evidence.transcript:
            name, record = item.info.identifier, execution.record
            session.program.stderr.keep(name, record.secrets, record.traces)
        return evidence


def was_delayed(session: Session, since: float, exchanges: int) -> bool:
    """Whether other programs or the harness can have delayed the answers of an item noticeably.

    Args:
        session: in which the item was played.
        since: when that began, on the event loop's clock.
        exchanges: how many it had.
    """
    elapsed = asyncio.get_running_loop().time() - since
    return elapsed > SOON_SECONDS and session.usage(since).delay(exchanges) > SOON_SECONDS
