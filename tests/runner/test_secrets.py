"""A client that writes its key fails, and no report contains the key."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from scoreline.protocol.manifest import Client
from scoreline.results import stream
from scoreline.results.verdict import Outcome
from scoreline.runner import setting
from scoreline.suite.call import Call
from scoreline.suite.case import Case

Judge = Callable[..., Any]
Fake = Callable[..., Client]
Make = Callable[..., Case]
Failed = Callable[..., list[str]]
AT_CLOSE = ("before the answer to close", "after the answer to close")
AT_THE_END = ("before the answer to shutdown", "at the end")


@pytest.fixture(params=["plain", "hex"])
def failed(
    request: pytest.FixtureRequest, judge: Judge, fake: Fake, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., list[str]]:
    """The items that fail if `logs_key_later` writes its key at some time, in each of its forms.

    Each fails because of a key on standard error and of nothing else.
    """
    monkeypatch.setenv("FORM", request.param)

    def names(when: str, *cases: Sequence[Case]) -> list[str]:
        monkeypatch.setenv("WHEN", when)
        verdicts = judge([fake("logs_key_later")], *cases).verdicts("logs-key-later")
        found = [name for name, one in verdicts.items() if one.outcome is not Outcome.PASS]
        for name in found:
            assert [one.code for one in verdicts[name].mismatches] == ["secret"]
            assert "used " in "".join(verdicts[name].stderr)
        return found

    return names


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


@pytest.mark.parametrize("when", AT_CLOSE)
def test_key_in_the_log_at_close(
    when: str, failed: Failed, cases: tuple[Case, ...], ends: Case
) -> None:
    """A key that is written when a handle is closed fails the case whose key it is."""
    assert failed(when) == ["poison"]
    assert failed(when, [*cases, ends]) == ["poison"]


@pytest.mark.parametrize("when", AT_THE_END)
def test_key_in_the_log_at_the_end(
    when: str, failed: Failed, cases: tuple[Case, ...], ends: Case
) -> None:
    """A key that is written when the session ends fails a case about that, if there is one."""
    assert failed(when, [*cases, ends]) == ["ends"]


@pytest.mark.parametrize("when", AT_THE_END)
def test_key_in_the_log_without_a_case_about_the_end(when: str, failed: Failed, case: Make) -> None:
    """Else it fails the case whose key it is, or one other if its verdict is known already."""
    assert failed(when, [case("poison"), case("a")]) == ["poison"]
    assert len(failed(when)) == 1


def test_key_in_the_log_of_a_session_of_its_own(failed: Failed, case: Make) -> None:
    """A case that is played in a session of its own fails if its key is written at the end."""
    poison = case("poison", call=Call(rows=((1.0,),), alone=True, end_of_input=True))
    assert failed("at the end", [poison, case("a")]) == ["poison"]


def test_no_key_in_the_log(failed: Failed, cases: tuple[Case, ...], ends: Case) -> None:
    """A client that never writes a key passes."""
    assert failed("never", [*cases, ends]) == []
