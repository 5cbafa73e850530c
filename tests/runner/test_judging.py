"""A verdict is made for people: with the names that a case gives to its services."""

from __future__ import annotations

from dataclasses import dataclass

from scoreline.protocol.answer import CallResult
from scoreline.results.evidence import Evidence, Testimony
from scoreline.results.exchange import Ending, Exchange
from scoreline.results.verdict import ItemInfo, Mismatch
from scoreline.runner.judging import Played, judged

EXCHANGE = Exchange("4711", 1, 1, "POST", "/", "HTTP/1.1", (), b"", None, Ending.OPEN, 0.0, 1.0)


@dataclass(frozen=True)
class _Item:
    info: ItemInfo

    def judge(self, _: Evidence) -> tuple[Mismatch, ...]:
        return ()


def test_names_of_services() -> None:
    """A service that is known has the name of the case, and any other that of the endpoint."""
    testimony = Testimony((CallResult([1]),), (), (EXCHANGE,))
    item = _Item(ItemInfo("made-up/item", "does something"))
    for services, name in (({"4711": "other"}, "other"), ({}, "4711")):
        played = Played(item, Evidence(testimony, services=services), (), 1.0)  # type: ignore[arg-type]
        (exchange,) = judged("one", played).testimony.exchanges
        assert exchange.service == name
