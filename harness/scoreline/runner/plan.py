"""What a run does: clients, and the items that each is judged by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from scoreline.drivers.driver import Launch
from scoreline.protocol.manifest import Client, Mode
from scoreline.protocol.message import CAPABILITIES
from scoreline.results.evidence import Evidence
from scoreline.results.verdict import ItemInfo, Mismatch

if TYPE_CHECKING:
    from scoreline.runner.execution import Execution


@dataclass(frozen=True, slots=True)
class OwnSession:
    """A session for one item, whose end is judged with it.

    Attributes:
        launch: how its program is started.
        end_of_input: it is ended by the end of its input, and not by `shutdown`.
    """

    launch: Launch = Launch(Mode.SESSION)  # noqa: RUF009 - frozen
    end_of_input: bool = False


class Item(Protocol):
    """Something that can be played with a client, and judged by the evidence that this leaves.

    A case of the suite is one kind (`CaseItem`). An item is played with several clients, at the
    same time too, and may be played again after a session broke: it keeps no state.
    """

    @property
    def info(self) -> ItemInfo:
        """What a report says about it. Its identifier is unique among a client's items."""

    @property
    def mode(self) -> Mode:
        """SESSION: it uses a session that other items may share; ONE_SHOT: it starts programs."""

    @property
    def needs(self) -> tuple[str, ...]:
        """Capabilities without which it is not applicable."""

    @property
    def own_session(self) -> OwnSession | None:
        """The session that it needs to itself, whose end is judged too; None: it shares one."""

    @property
    def limited(self) -> bool:
        """Whether the client is given time limits, which go on while it waits for a processor."""

    async def play(self, execution: Execution) -> None:
        """Makes its calls through the execution, which keeps the evidence.

        In a session this is cancelled at the deadline.
        """

    def judge(self, evidence: Evidence) -> tuple[Mismatch, ...]:
        """Every difference between what must come of it and the evidence; none: it passes."""


@dataclass(frozen=True, slots=True)
class ClientPlan:
    """A client and its items.

    Attributes:
        client: the client.
        items: at least one, in the order in which they are started.
    """

    client: Client
    items: tuple[Item, ...]

    def __post_init__(self) -> None:
        """Refuses two items that a report could not tell apart, and needs that nobody can meet.

        Raises:
            ValueError: two items have the same identifier, or one needs an unknown capability.
        """
        seen: set[str] = set()
        for item in self.items:
            identifier = item.info.identifier
            if identifier in seen:
                raise ValueError(f"there are two items {identifier}")
            if unknown := set(item.needs) - CAPABILITIES:
                raise ValueError(f"{identifier} needs {', '.join(sorted(unknown))}, unknown")
            seen.add(identifier)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run does.

    Attributes:
        clients: at least one; their names differ.
        suite: version of the suite that the cases come from; empty if there is none.
    """

    clients: tuple[ClientPlan, ...]
    suite: str = ""

    @property
    def items(self) -> tuple[ItemInfo, ...]:
        """Every item of the run once, in the order of the first client that has it."""
        infos = (item.info for planned in self.clients for item in planned.items)
        return tuple({info.identifier: info for info in infos}.values())
