"""Masking: a value keeps no secret, wherever it is and however it is quoted."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from scoreline.fault import Code, Fault
from scoreline.formats.json import render
from scoreline.protocol.answer import CallError, CallResult, Output
from scoreline.results.event import ItemJudged
from scoreline.results.evidence import Testimony
from scoreline.results.exchange import Exchange, SentReply
from scoreline.results.masking import masked, new_key
from scoreline.results.stream import encode
from scoreline.results.verdict import Mismatch, Outcome, Verdict, Witness

KEY = f"scoreline-{'0123456789abcdef' * 4}"
SECRET = "schlüssel"


def test_generated_keys() -> None:
    """A key that was generated is recognised without being named, and no two are the same."""
    first, second = new_key(), new_key()
    assert first != second
    assert len(first) == len("scoreline-") + 64
    assert masked(f"{first}, {second}!") == "***, ***!"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (f"see {KEY[:50]}… (300 characters)", "see ***… (300 characters)"),
        (KEY[:26], "***"),
        (f"{KEY}0", "***0"),
        ("scoreline-run and scoreline-0123", "scoreline-run and scoreline-0123"),
    ],
)
def test_cut_off_key(text: str, left: str) -> None:
    """The first part of a generated key, at the end of a text that was cut off, is masked too."""
    assert masked(text) == left
    assert masked(text.encode()) == left.encode()


@pytest.mark.parametrize(
    ("value", "left"),
    [
        ("no secret", "no secret"),
        (f"a {SECRET} b {SECRET}", "a *** b ***"),
        (f"a {SECRET} b".encode(), b"a *** b"),
        (b"\xff \xfe " + SECRET.encode(), b"\xff \xfe ***"),
        ([SECRET, (SECRET, 1)], ["***", ("***", 1)]),
        ({SECRET: {"x": SECRET}}, {"***": {"x": "***"}}),
        ([None, True, 1.5, 7], [None, True, 1.5, 7]),
        (Outcome.PASS, Outcome.PASS),
        (Code.EXITED, Code.EXITED),
        (f"key={KEY}", "key=***"),
    ],
)
def test_values(value: Any, left: Any) -> None:
    """Secrets are masked in text, bytes, and whatever holds them, and nothing else changes."""
    found = masked(value, [SECRET])
    assert found == left
    assert type(found) is type(left)


@pytest.mark.parametrize(
    "text",
    [
        SECRET.encode().decode("latin-1"),
        r"schl\u00fcssel",
        "schl%C3%BCssel",
    ],
)
def test_forms(text: str) -> None:
    """A secret is recognised with one character per byte, in JSON, and in a URI."""
    assert masked(f"<{text}>", [SECRET]) == "<***>"
    assert masked(f"<{text}>".encode(), [SECRET]) == b"<***>"


def test_quoted_secret() -> None:
    """A secret that JSON has to escape is recognised in a line of JSON."""
    secret = 'ä"b\r\nX-Injected: \\'
    assert masked(render({"key": secret}), [secret]) == '{"key":"***"}'
    assert masked(render({"key": secret}).encode(), [secret]) == b'{"key":"***"}'


@pytest.mark.parametrize("secrets", [["abcd", "abcdefgh"], ["abcdefgh", "abcd"]])
def test_secret_within_another(secrets: list[str]) -> None:
    """If one secret begins with another one, no part of the longer one remains."""
    assert masked("abcdefgh abcd efgh", secrets) == "*** *** efgh"


def test_no_secrets() -> None:
    """Empty secrets mask nothing, and the characters of a secret are no pattern."""
    assert masked("text", ["", ""]) == "text"
    assert masked("a.c abc", ["a.c"]) == "*** abc"


def test_whole_verdict(verdict: Verdict, exchange: Exchange) -> None:
    """No part of a verdict keeps a secret, neither evidence nor what follows from it."""
    secret = "the-secret"
    seen = replace(
        exchange,
        target=f"/score?key={secret}",
        headers=(("Authorization", f"Bearer {secret}"),),
        body=secret.encode(),
        reply=SentReply(200, ((secret, "x"),), secret.encode()),
    )
    fault = Fault(Code.EXITED, f"printed {secret}", {secret: secret}, remedy=secret)
    testimony = Testimony(
        (CallResult([{secret: secret}]), CallError({"message": secret}), fault),
        (Output(0, secret.encode(), secret.encode()),),
        (seen,),
    )
    full = replace(
        verdict,
        mismatches=(Mismatch("x", Witness.CLIENT, secret, secret, secret),),
        reason=fault,
        testimony=testimony,
        control=testimony,
        stderr=(secret,),
    )
    left = masked(full, [secret])
    assert secret not in repr(left)
    assert secret not in render(encode(ItemJudged(left)))
    assert render(encode(ItemJudged(full))).count(secret) == render(encode(ItemJudged(left))).count(
        "***"
    )
    assert left.testimony.exchanges[0].headers == (("Authorization", "Bearer ***"),)
    assert left.item == full.item
