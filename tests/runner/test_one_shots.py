"""Faults of the other door: one call, one process."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from scoreline.protocol.manifest import Client
from scoreline.results.verdict import Outcome
from scoreline.suite.case import Case

Judge = Callable[..., Any]
Fake = Callable[..., Client]


def test_good(judge: Judge, fake: Fake, one_shots: tuple[Case, ...]) -> None:
    """A one-shot that scores passes."""
    judged = judge([fake("honest", one_shot="none")], one_shots)
    assert set(judged.outcomes("honest").values()) == {Outcome.PASS}


@pytest.mark.parametrize(
    ("defect", "words"),
    [
        ("hang", "had not ended after 4 s"),
        ("flood", "wrote more than 67108864 bytes"),
        ("signal", "died of signal 9 and left an empty standard error"),
        ("garbage", "exited with status 0 and left a standard output that is no JSON: '217.68 "),
        ("silence", "exited with status 0 and left an empty standard output"),
    ],
)
def test_fault(
    defect: str, words: str, judge: Judge, fake: Fake, one_shots: tuple[Case, ...]
) -> None:
    """A call that goes wrong fails with the fault's name, and the calls beside it pass."""
    judged = judge([fake("honest", one_shot=defect)], one_shots)
    outcomes = judged.outcomes("honest")
    assert outcomes.pop("poison") is Outcome.FAIL
    assert words in judged.words("honest", "poison")
    assert set(outcomes.values()) == {Outcome.PASS}
    assert judged.finished.exit_status == 1


def test_last_lines(judge: Judge, fake: Fake, one_shots: tuple[Case, ...]) -> None:
    """What a call that hangs has said on standard error is kept with the verdict."""
    judged = judge([fake("honest", one_shot="hang")], one_shots, case_seconds=2.0)
    assert judged.verdicts("honest")["poison"].stderr == ("still there",)
