"""Spellings: each is another text, and means what the plain message means."""

from __future__ import annotations

import json
import re
from typing import Any, Final

import pytest

from scoreline.formats.json import parse, render
from scoreline.formats.schema import load_schemas
from scoreline.protocol import message
from scoreline.protocol.spelling import LARGEST_ID, Spelling, identifier, spelled

ROW: Final = (100.0, -0.0, 0.0199132141783263, -5e-324, 1.7976931348623157e308, 1e-05, 1e22)
CONFIG: Final = {"uri": 'http://x/\t"\\', "key": "Zoë 𝄞 {1.0:2}", "retries": 0, "more": [{}, []]}
MESSAGES: Final[tuple[dict[str, Any], ...]] = (
    {"jsonrpc": "2.0", "id": 1, "method": "open", "params": {"client": "a", "config": CONFIG}},
    {"jsonrpc": "2.0", "id": 2, "method": "score", "params": {"client": "a", "rows": (ROW, ROW)}},
    {"jsonrpc": "2.0", "id": 3, "method": "score", "params": {"client": "a", "payload": None}},
    {"jsonrpc": "2.0", "id": 4, "method": "shutdown"},
    {"jsonrpc": "2.0", "method": message.CANCEL, "params": {"id": 3}},
)
every = pytest.mark.parametrize("plain", MESSAGES, ids=lambda plain: plain["method"])


@every
@pytest.mark.parametrize("spelling", [one for one in Spelling if one is not Spelling.EXTENDED])
def test_means_the_same(plain: dict[str, Any], spelling: Spelling) -> None:
    """A spelling that adds nothing is the same JSON, with the bits of its doubles, on one line."""
    text = spelled(plain, spelling)
    assert not {"\r", "\n"} & set(text)
    assert json.dumps(parse(text), sort_keys=True) == json.dumps(plain, sort_keys=True)


@every
def test_extended(plain: dict[str, Any]) -> None:
    """An unknown member comes first in the message and in its params; the others stay."""
    read = json.loads(spelled(plain, Spelling.EXTENDED))
    for given, found in [(plain, read), (plain.get("params"), read.get("params"))]:
        if given is not None:
            first = next(iter(found))
            assert first not in given
            assert found.pop(first)["method"] == "shutdown"
    assert read == json.loads(render(plain))


@every
@pytest.mark.parametrize("spelling", Spelling)
def test_is_valid(plain: dict[str, Any], spelling: Spelling) -> None:
    """A message in a spelling is valid against the schema of session messages."""
    read = json.loads(spelled(plain, spelling))
    assert list(load_schemas().errors("harness/session", read)) == []


@pytest.mark.parametrize(
    ("spelling", "text"),
    [
        (Spelling.PLAIN, '{"id":1,"x":{"a":[0.01,2],"b":"é"}}'),
        (Spelling.LARGE_ID, '{"id":1,"x":{"a":[0.01,2],"b":"é"}}'),
        (Spelling.REORDERED, '{"x":{"b":"é","a":[0.01,2]},"id":1}'),
        (Spelling.EXPONENTS, '{"id":1,"x":{"a":[0.0001E+2,2],"b":"é"}}'),
        (
            Spelling.ESCAPED,
            r'{"\u0069\u0064":1,"\u0078":{"\u0061":[0.01,2],"\u0062":"\u00e9"}}',
        ),
    ],
)
def test_texts(spelling: Spelling, text: str) -> None:
    """Each spelling is written in its way, down to the innermost value."""
    assert spelled({"id": 1, "x": {"a": (0.01, 2), "b": "é"}}, spelling) == text


def test_spaced() -> None:
    """Blanks stand before the message and after each of its tokens, and nowhere else."""
    text = spelled({"a": [1.0, {"b": None}]}, Spelling.SPACED)
    assert re.sub("[ \t]+", " ", text) == ' { "a" : [ 1.0 , { "b" : null } ] } '


def test_beyond_the_first_plane() -> None:
    """A character of two UTF-16 code units is escaped as two."""
    assert spelled({"𝄞": 1}, Spelling.ESCAPED) == r'{"\ud834\udd1e":1}'


def test_identifiers() -> None:
    """Only a large id is not the number of the request; it needs all 53 bits of a double."""
    found = [identifier(7, spelling) for spelling in Spelling if spelling is not Spelling.LARGE_ID]
    assert set(found) == {7}
    assert identifier(7, Spelling.LARGE_ID) == LARGEST_ID - 7 == 2**53 - 8


def test_lines() -> None:
    """Requests and notifications are written in the spelling that they are given."""
    asked = message.request(5, "close", {"client": "a"}, Spelling.REORDERED)
    assert asked == b'{"params":{"client":"a"},"method":"close","id":5,"jsonrpc":"2.0"}\n'
    noted = message.notification("$/x", None, Spelling.REORDERED)
    assert noted == b'{"method":"$/x","jsonrpc":"2.0"}\n'
