"""A key that a client tells is a failure, and never told again."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

import pytest

from scoreline.drivers.program import TAIL_BYTES, StandardError
from scoreline.protocol.manifest import Client
from scoreline.reports.jsonlines import JsonLines
from scoreline.results.verdict import Outcome
from scoreline.runner import call
from scoreline.runner.narration import masked

KEY = f"scoreline-{'0123456789abcdef' * 4}"


@pytest.mark.parametrize("name", ["tells_key", "prints_key"])
def test_told_key(
    name: str,
    judge: Callable[..., Any],
    fake: Callable[..., Client],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The case fails, and no part of any key is in any event."""
    keys: list[str] = []
    make = call.new_key

    def remembered() -> str:
        keys.append(make())
        return keys[-1]

    monkeypatch.setattr(call, "new_key", remembered)
    client = fake(name)
    judged = judge([client])
    outcomes = judged.outcomes(client.name)
    assert outcomes.pop("poison") is Outcome.FAIL
    assert set(outcomes.values()) == {Outcome.PASS}
    stream = io.StringIO()
    report = JsonLines(stream)
    for event in judged.events:
        report(event)
    text = stream.getvalue() + repr(judged.events)
    assert "***" in judged.words(client.name, "poison")
    assert keys
    parts = [key[len("scoreline-") :][start : start + 16] for key in keys for start in (0, 24, 48)]
    assert not [part for part in parts if part in text]


def test_masked_part() -> None:
    """What is left of a key where a text was cut off is masked as well."""
    assert masked("", f"see {KEY[:50]}… (300 characters)") == "see ***… (300 characters)"


def test_tail_cut_through_a_key() -> None:
    """The last bytes of standard error never begin within a key."""
    stream = StandardError()
    stream.feed(b"x" + KEY.encode() + b" and so on" + b"." * (TAIL_BYTES - 40))
    assert not re.search(r"[0-9a-f]{8}", stream.lines()[-1])
    assert stream.tail().startswith(b" and so on")


def test_key_in_two_pieces() -> None:
    """A key that comes through standard error in pieces is found."""
    stream = StandardError()
    stream.watch([KEY])
    for byte in f"before {KEY} after".encode():
        stream.feed(bytes([byte]))
    assert stream.leaked([KEY]) == (KEY,)
    assert stream.leaked([KEY]) == ()
