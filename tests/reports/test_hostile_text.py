"""A report in which every text from outside holds every character that must not be shown."""

from __future__ import annotations

import io
import sys
import unicodedata
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from typing import Any, Final

import pytest
from rich.console import Console

from scoreline.reports import jsonlines, junit
from scoreline.reports.live import LiveReport
from scoreline.reports.terminal import render
from scoreline.results.event import Event
from scoreline.results.report import fold

_CATEGORIES: Final = frozenset({"Cc", "Cs", "Zl", "Zp"})
_BIDI: Final = frozenset({"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"})
UNSAFE: Final = frozenset(
    character
    for character in map(chr, range(sys.maxunicode + 1))
    if unicodedata.category(character) in _CATEGORIES
    or unicodedata.bidirectional(character) in _BIDI
    or character in "\u061c\u200e\u200f"
)
HOSTILE: Final = f"[/b]{''.join(sorted(UNSAFE - set(map(chr, range(0xD801, 0xE000)))))}"
STRUCTURE: Final = frozenset("\n")


def hostile(value: Any) -> Any:  # noqa: PLR0911 - one per type
    """A value with the hostile text appended to every text, also in names and keys."""
    if isinstance(value, Enum):
        return value
    if isinstance(value, str):
        return value + HOSTILE
    if isinstance(value, bytes):
        return value + HOSTILE.encode("utf-8", "surrogatepass")
    if isinstance(value, tuple | list):
        return type(value)(hostile(item) for item in value)
    if isinstance(value, dict):
        return {hostile(key): hostile(item) for key, item in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        names = {one.name for one in fields(value)} - {"code", "totals", "seconds", "level"}
        return replace(value, **{name: hostile(getattr(value, name)) for name in names})
    return value


@pytest.fixture
def attack(events: list[Event]) -> list[Event]:
    """The made-up run, with hostile texts."""
    return [hostile(event) for event in events]


@pytest.mark.parametrize("verbosity", [-1, 0, 1])
def test_terminal(attack: list[Event], verbosity: int) -> None:
    """No unsafe character is printed, during the run and at its end, and rich obeys no markup."""
    console = Console(file=io.StringIO(), width=100)
    live = LiveReport(console, verbosity)
    for event in attack:
        live(event)
    live.close()
    render(fold(attack), console, lambda verdict: verdict.item.identifier)
    assert isinstance(console.file, io.StringIO)
    text = console.file.getvalue()
    assert set(text) & UNSAFE <= STRUCTURE
    assert r"\u202e" in text
    assert "[/b]" in text


def test_live_terminal(attack: list[Event]) -> None:
    """Of what rich writes on a terminal, only its own escapes and line ends are control characters.

    What it writes for an honest run is the measure.
    """
    console = Console(file=io.StringIO(), width=100, force_terminal=True)
    live = LiveReport(console)
    for event in attack:
        live(event)
    live.close()
    assert isinstance(console.file, io.StringIO)
    assert set(console.file.getvalue()) & UNSAFE <= {"\n", "\r", "\x1b"}
    assert "\x1b[/" not in console.file.getvalue()


def test_junit(attack: list[Event]) -> None:
    """The XML report holds none."""
    assert (
        set(junit.render(fold(attack), lambda verdict: verdict.item.identifier)) & UNSAFE
        <= STRUCTURE
    )


def test_json(attack: list[Event]) -> None:
    """The JSON report holds none."""
    text = "".join(map(jsonlines.line, attack))
    assert set(text) & UNSAFE <= STRUCTURE
    assert r"\u202e" in text
