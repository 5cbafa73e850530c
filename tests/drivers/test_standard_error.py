"""Standard error: which secrets appear in it, and that its last lines show no part of one."""

from __future__ import annotations

import tracemalloc

import pytest

from scoreline.drivers.program import TAIL_BYTES, TAIL_LINES, StandardError

SECRETS = ("first-0123456789", "second-abcdefghijklmnopqrstuvwxyz", "other key\nwith a line end")


def test_secret_in_pieces() -> None:
    """A secret that arrives in pieces is found, and not searched for afterwards."""
    stream = StandardError()
    stream.watch(SECRETS)
    for byte in f"before {SECRETS[0]} after".encode():
        stream.feed(bytes([byte]))
    assert stream.leaked(SECRETS) == (SECRETS[0],)
    assert stream.leaked(SECRETS) == ()
    stream.feed(SECRETS[0].encode())
    assert stream.leaked(SECRETS) == ()


def test_whole_output() -> None:
    """Output that is shorter than what is kept is kept as it is."""
    stream = StandardError()
    stream.watch(SECRETS)
    text = SECRETS[0][1:].encode().ljust(TAIL_BYTES, b".")
    stream.feed(text)
    assert stream.tail() == text


@pytest.mark.parametrize("chunk", [1 << 20, 4096])
@pytest.mark.parametrize("between", [b"", b" and so on\n"])
def test_cut_through_a_secret(chunk: int, between: bytes) -> None:
    """Wherever earlier output is dropped, no rest of a secret that was ever watched is kept."""
    period = b"".join(secret.encode() + between for secret in SECRETS)
    for phase in range(len(period)):
        stream = StandardError()
        stream.watch(SECRETS[:2])
        stream.watch(SECRETS[2:])
        text = b"x" + period * (TAIL_BYTES // len(period) + 2)
        text = text[: -len(period) + phase]
        for start in range(0, len(text), chunk):
            stream.feed(text[start : start + chunk])
        assert stream.leaked(SECRETS) == SECRETS
        kept = stream.tail()
        assert len(kept) > TAIL_BYTES - max(map(len, SECRETS))
        assert text.endswith(kept)
        assert kept.startswith((*(secret.encode() for secret in SECRETS), *_tails(between)))


def _tails(text: bytes) -> list[bytes]:
    return [text[start:] for start in range(len(text))]


def test_lines_after_a_cut() -> None:
    """The first line that is shown begins after the secret that was cut."""
    stream = StandardError()
    stream.watch(SECRETS)
    stream.feed(b"x" + SECRETS[1].encode() + b" and so on" + b"." * (TAIL_BYTES - 20))
    assert stream.lines()[-1].startswith(" and so on")


def test_memory_of_endless_output() -> None:
    """What was written before the last bytes is not kept in memory, and few lines are shown."""
    stream = StandardError()
    tracemalloc.start()
    for number in range(1_000):
        stream.feed(b"%d" % number + b"x" * 10_000 + b"\n")
    size, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert size < 2 * TAIL_BYTES
    stream.feed(b"line\n" * 2 * TAIL_LINES)
    assert stream.lines() == ("line",) * TAIL_LINES


@pytest.mark.parametrize("chunk", [1, 7, 1 << 20])
def test_late_secrets(chunk: int) -> None:
    """A secret that appears late is found under its name, once, however much follows."""
    stream = StandardError()
    stream.keep("one", SECRETS[:1], ["trace-of-one"])
    stream.keep("two", SECRETS[1:2], ["trace-of-two"])
    assert stream.late() == ()
    text = f"before {SECRETS[1]} after".encode()
    for start in range(0, len(text), chunk):
        stream.feed(text[start : start + chunk])
    stream.feed(b"." * 2 * TAIL_BYTES)
    assert stream.late(["one", "three"]) == ()
    assert stream.late() == ("two",)
    assert stream.late() == ()


def test_late_traces() -> None:
    """What is easily made of a secret is found as long as it is kept."""
    stream = StandardError()
    stream.keep("one", SECRETS[:1], ["trace-of-one"])
    stream.keep("two", SECRETS[1:2], ["trace-of-two"])
    stream.feed(b"trace-of-one")
    stream.feed(b"." * TAIL_BYTES)
    stream.feed(b"trace-of-two")
    assert stream.late() == ("two",)
