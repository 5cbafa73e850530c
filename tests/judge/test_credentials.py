"""A key belongs in one header of its own service: everywhere else it is found."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest

from scoreline.judge.credentials import credentials, traces
from scoreline.results.evidence import Evidence
from scoreline.results.verdict import Witness

Make = Callable[..., Any]
OTHER = f"scoreline-{'fedcba98' * 8}"

MADE = {
    "itself": lambda key: key,
    "first half": lambda key: key[: len(key) // 2],
    "second half": lambda key: key[len(key) // 2 :],
    "reversed": lambda key: key[::-1],
    "base64": lambda key: base64.b64encode(key.encode()).decode(),
    "base64 of a pair": lambda key: base64.b64encode(f":{key}".encode()).decode(),
    "base64 of a header": lambda key: base64.b64encode(f"Bearer {key}!".encode()).decode(),
    "base64 in a URI": lambda key: base64.urlsafe_b64encode(f"ab{key}".encode()).decode(),
    "hexadecimal": lambda key: key.encode().hex(),
    "upper-case hexadecimal": lambda key: key.encode().hex().upper(),
    "percent-encoded": lambda key: "".join(f"%{byte:02X}" for byte in key.encode()),
    "quoted": lambda key: quote(key, safe=""),
}


def leaks(evidence: Evidence) -> list[Witness]:
    """Whose evidence has the key in it."""
    found = list(credentials(evidence))
    assert all(one.code == "secret" for one in found)
    return [one.witness for one in found]


@pytest.mark.parametrize("made", MADE.values(), ids=MADE.keys())
def test_forms(evidence: Make, exchange: Make, key: str, made: Callable[[str], str]) -> None:
    """The key, and what is easily made of it, is found in what the client writes and sends."""
    text = f"<{made(key)}>"
    assert leaks(evidence(transcript=text)) == [Witness.CLIENT]
    for change in (
        {"target": f"/score?{text}"},
        {"headers": {"Cookie": text}},
        {"body": text.encode()},
        {"method": text},
    ):
        assert leaks(evidence(exchanges=(exchange(**change),))) == [Witness.ENDPOINT], change


def test_nothing_leaks(evidence: Make) -> None:
    """The key in its header alone is as it should be."""
    assert leaks(evidence()) == []


@pytest.mark.parametrize(
    "value", ["bearer {}", "Bearer {} ", "Bearer  {}", "Basic {}", "{}", "Bearer {}, Bearer {}"]
)
def test_other_authorization(evidence: Make, exchange: Make, key: str, value: str) -> None:
    """The header has the scheme, one blank and the key, and nothing else."""
    headers = {"Authorization": value.replace("{}", key)}
    assert leaks(evidence(exchanges=(exchange(headers),))) == [Witness.ENDPOINT]


@pytest.mark.parametrize(("service", "expected"), [("made-up", []), ("there", [Witness.ENDPOINT])])
def test_other_service(
    evidence: Make, exchange: Make, key: str, service: str, expected: list[Witness]
) -> None:
    """The key of one service must not reach another one."""
    made = evidence(
        exchanges=(exchange(service=service),),
        services={"made-up": "main", "there": "other"},
        given={"main.key": key, "other.key": OTHER},
        secrets=(key, OTHER),
    )
    assert leaks(made) == expected


def test_no_chance_finds() -> None:
    """What is searched for is too long to appear by chance."""
    assert min(map(len, traces((OTHER, "short", "with blanks and\r\nbreaks")))) >= 5
    assert traces(("",)) == ()
