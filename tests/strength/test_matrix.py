"""Broken clients are played in batches, each client in one of them."""

from __future__ import annotations

from tests.strength.broken_client import BrokenClient, broken_clients
from tests.strength.matrix import ONE_IN, TOGETHER, VACUOUS, WAITING, batches, sample


def test_every_client_is_in_one_batch() -> None:
    """No broken client is left out or played twice, and no batch is larger than it may be."""
    brokens = broken_clients()
    found = batches(brokens)
    names = [broken.name for batch in found for broken in batch]
    assert sorted(names) == sorted(broken.name for broken in brokens)
    assert all(0 < len(batch) <= TOGETHER for batch in found[1:])


def test_waiting_clients_are_first() -> None:
    """Clients that wait for their deadlines wait at the same time, and before all others."""
    brokens = [BrokenClient(name, ()) for name in ("a", "process_hangs", "b", "timeout_ignored")]
    first, *others = ([one.name for one in batch] for batch in batches(brokens))
    assert first == ["process_hangs", "timeout_ignored"]
    assert others == [["a", "b"]]


def test_named_clients_exist() -> None:
    """Every client that is treated otherwise than the rest is a broken client."""
    assert {broken.name for broken in broken_clients()} >= VACUOUS | WAITING


def test_sample() -> None:
    """All cases that must catch a client are played, and some others: not the same for all."""
    cases = {f"a/{number}" for number in range(1000)}
    one, other = (sample(BrokenClient(name, ("a/1*",)), cases) for name in ("one", "other"))
    must = {case for case in cases if case.startswith("a/1")}
    assert one >= must
    assert 0.5 < len(one - must) / (len(cases - must) / ONE_IN) < 2
    assert one != other
    assert one == sample(BrokenClient("one", ("a/1*",)), cases)
