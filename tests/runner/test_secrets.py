"""A client that writes its key fails, and no report contains the key."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from scoreline.protocol.manifest import Client
from scoreline.results import stream
from scoreline.results.verdict import Outcome
from scoreline.runner import setting


@pytest.mark.parametrize("name", ["logs_key", "prints_key", "key_in_child"])
def test_leaked_key(
    name: str,
    judge: Callable[..., Any],
    fake: Callable[..., Client],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The case fails, and no event contains any part of a key."""
    keys: list[str] = []
    make = setting.new_key

    def remembered() -> str:
        keys.append(make())
        return keys[-1]

    monkeypatch.setattr(setting, "new_key", remembered)
    client = fake(name)
    judged = judge([client])
    outcomes = judged.outcomes(client.name)
    assert outcomes.pop("poison") is Outcome.FAIL
    assert set(outcomes.values()) == {Outcome.PASS}
    text = json.dumps([stream.encode(event) for event in judged.events]) + repr(judged.events)
    assert "***" in text
    assert keys
    parts = [key[len("scoreline-") :][start : start + 16] for key in keys for start in (0, 24, 48)]
    assert not [part for part in parts if part in text]
