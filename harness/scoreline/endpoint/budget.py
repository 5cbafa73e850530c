"""Budgets: how many more bytes the journals of an endpoint may keep."""

from __future__ import annotations

from scoreline.results.bounds import MOST_BYTES


class Budget:
    """Bytes that may still be kept, in all and of a single body."""

    def __init__(
        self, most: int | None, parent: Budget | None = None, *, body: int = MOST_BYTES
    ) -> None:
        """A budget of which nothing is used.

        Args:
            most: bytes in all; None: any number of them.
            parent: a budget that everything taken from this one is taken from as well.
            body: bytes of a single body.
        """
        self.body = body
        self._left = most
        self._parent = parent

    @property
    def left(self) -> int | None:
        """How many more bytes may be kept; None: any number of them."""
        inner = None if self._parent is None else self._parent.left
        if self._left is None or inner is None:
            return inner if self._left is None else self._left
        return min(self._left, inner)

    def take(self, wanted: int) -> int:
        """Takes as many of the wanted bytes as are left, and returns how many these are."""
        left = self.left
        granted = wanted if left is None else min(wanted, left)
        self.use(granted)
        return granted

    def take_all(self, wanted: int) -> bool:
        """Takes all of the wanted bytes, or none if there are not enough left."""
        left = self.left
        if left is not None and wanted > left:
            return False
        self.use(wanted)
        return True

    def use(self, amount: int) -> None:
        """Takes bytes of which it is known that they are left."""
        if self._left is not None:
            self._left -= amount
        if self._parent is not None:
            self._parent.use(amount)
