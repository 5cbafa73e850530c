"""What may reach a terminal, a report or a log."""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET

import pytest

import scoreline
from scoreline.formats.printing import printable, printable_json, say

EVERY: Final = "".join(map(chr, range(sys.maxunicode + 1)))
_CATEGORIES: Final = frozenset({"Cc", "Cs", "Zl", "Zp"})
_BIDI: Final = frozenset({"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"})
_MARKS: Final = frozenset("\u061c\u200e\u200f")


def unsafe(character: str) -> bool:
    """Whether a character must never be shown: by Unicode's own tables, not by the code's list."""
    return (
        unicodedata.category(character) in _CATEGORIES
        or unicodedata.bidirectional(character) in _BIDI
        or character in _MARKS
    )


def test_every_code_point() -> None:
    """No control, bidi or C1 character and no end of a line is left; what can be read stays."""
    for character in EVERY:
        shown = printable(character)
        assert not any(map(unsafe, shown))
        if unicodedata.category(character)[0] in "LNPSM":
            assert shown == character


def test_every_code_point_in_xml() -> None:
    """Every text can be written as XML."""
    text = printable(EVERY)
    root = ET.Element("x", {"y": text})
    root.text = text
    read = ET.fromstring(ET.tostring(root, encoding="utf-8"))  # noqa: S314 - our own
    assert (read.text, read.get("y")) == (text, text)


def test_every_code_point_in_json() -> None:
    """JSON keeps its value, and holds no unsafe character."""
    document = printable_json(json.dumps([EVERY], ensure_ascii=False))
    assert not any(map(unsafe, document))
    # Half characters are written one by one, and Python joins neighbours to one character.
    (value,) = json.loads(document)
    assert re.sub("[\ud800-\udfff]", "", value.partition("\ud800")[0]) == EVERY[:0xD800]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain ä → 😀 ﷽", "plain ä → 😀 ﷽"),
        ("a\nb\rc\td", r"a\nb\rc\td"),
        ("\x1b[2J", r"\x1b[2J"),
        ("\x00\x07\x7f\x9b", r"\x00\x07\x7f\x9b"),
        ("\u2028\ud800", r"\u2028\ud800"),
        ("user\u202etxt.exe", r"user\u202etxt.exe"),
        ("\U000e0041", r"\U000e0041"),
    ],
)
def test_printable(text: str, shown: str) -> None:
    """What moves a cursor, turns a line around or cannot be seen is shown as an escape."""
    assert printable(text) == shown


@pytest.mark.parametrize("text", ["\u202e", "\x7f", "\U000e0041", "ä😀"])
def test_json_has_the_same_value(text: str) -> None:
    """Escapes in JSON are those of JSON, also outside the basic plane."""
    assert json.loads(printable_json(json.dumps(text, ensure_ascii=False))) == text


def test_say(capsys: pytest.CaptureFixture[str]) -> None:
    """A line stays one line."""
    say("a\nb")
    assert capsys.readouterr().out == "a\\nb\n"


def test_nothing_else_prints() -> None:
    """No other module of the harness writes to a terminal, except those that use rich."""
    writes = re.compile(r"\bprint\(|std(out|err)\.(buffer\.)?write\(|console\.(print|log)\(")
    package = Path(scoreline.__file__).parent
    found = {
        path.relative_to(package).as_posix()
        for path in package.rglob("*.py")
        if writes.search(path.read_text("utf-8"))
    }
    assert found == {"formats/printing.py", "reports/console.py", "reports/terminal.py"}
