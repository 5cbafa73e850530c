"""A failure in words, and the line that plays it again."""

from __future__ import annotations

import pytest

from scoreline.reports.failure import lines, printable, rerun
from scoreline.results.verdict import Outcome, Verdict


@pytest.mark.parametrize(
    ("manifests", "driver", "line"),
    [
        ({}, "auto", "scoreline run --client one --case errors/status-503"),
        ({"two": "x"}, "auto", "scoreline run --client one --case errors/status-503"),
        (
            {"one": "my client"},
            "process",
            "scoreline run 'my client' --driver process --client one --case errors/status-503",
        ),
    ],
)
def test_rerun(
    verdicts: dict[Outcome, Verdict], manifests: dict[str, str], driver: str, line: str
) -> None:
    """The line plays the same case with the same client the same way, and a shell can read it."""
    assert rerun(verdicts[Outcome.FAIL], manifests, driver) == line


def test_order(verdicts: dict[Outcome, Verdict]) -> None:
    """Why there is no verdict comes first, then differences, then what each side said."""
    assert next(lines(verdicts[Outcome.NO_VERDICT])).startswith("it was given up")
    heads = [line.split(":")[0].strip() for line in lines(verdicts[Outcome.FAIL])]
    assert heads == [
        "error.status",
        "found 500  (client)",
        "requests",
        "found 2  (endpoint)",
        "client said",
        "endpoint saw",
        "endpoint saw",
        "standard error",
    ]


def test_found_stands_below_expected(verdicts: dict[Outcome, Verdict]) -> None:
    """What was found stands under what was expected, character below character."""
    expected, found, *_ = lines(verdicts[Outcome.FAIL])
    assert expected.index("503") == found.index("500")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain ä → 😀\tx", "plain ä → 😀\tx"),
        ("a\nb\rc", r"a\nb\rc"),
        ("\x1b[2J", r"\x1b[2J"),
        ("\x00\x07\x7f\x9b", r"\x00\x07\x7f\x9b"),
        ("\u2028\ud800", r"\u2028\ud800"),
    ],
)
def test_printable(text: str, shown: str) -> None:
    """What moves a cursor, rings a bell or cannot be encoded is shown as an escape."""
    assert printable(text) == shown
