"""Verdicts that are held back, because what the client does afterwards may change them.

A client may write its key to standard error when the case is over: later in the session, or when
that ends. The verdict on the case whose key it is can have been told by then. Such a key counts
against a verdict that is still held back, that on how the session ends if there is one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from scoreline.drivers.program import StandardError
from scoreline.results.verdict import Verdict
from scoreline.runner import judging
from scoreline.runner.plan import Item


@dataclass(frozen=True, slots=True)
class Answered:
    """An item and its verdict, which is held back until the next item has been answered.

    Attributes:
        item: the item.
        verdict: on it.
        in_doubt: the client may have failed because its own time limits were over: they go on while
            it waits for a processor.
    """

    item: Item
    verdict: Verdict
    in_doubt: bool = False

    def searched(self, stderr: StandardError) -> Answered:
        """The same, failed if its own key has appeared since its last answer."""
        return self._leaked(stderr.late([self.item.info.identifier]), stderr)

    def _leaked(self, names: Sequence[str], stderr: StandardError) -> Answered:
        if not names:
            return self
        return replace(self, verdict=judging.leaked(self.verdict, names, stderr.lines()))


def at_the_end(held: Sequence[Answered], stderr: StandardError) -> list[Answered]:
    """The verdicts that are still held back when a session has ended.

    Args:
        held: in the order in which they were reached.
        stderr: all that the client has written in the session.

    Returns:
        The same. A key that has appeared after the last answer of its item counts against that item
        if its verdict is among them, else against the last one.
    """
    searched = [one.searched(stderr) for one in held]
    if searched:
        searched[-1] = searched[-1]._leaked(stderr.late(), stderr)  # noqa: SLF001 - of this module
    return searched
