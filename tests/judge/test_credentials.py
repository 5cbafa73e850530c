"""A key belongs in one header of its own service: everywhere else it is found."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest

from scoreline.judge.credentials import credentials, exposed, traces
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


@pytest.mark.parametrize("made", MADE.values(), ids=MADE.keys())
def test_arguments(key: str, made: Callable[[str], str]) -> None:
    """An argument with the key, or what is easily made of it, is shown with that word masked."""
    command_line = ("curl", "-s", "-H", f"Authorization: Bearer {made(key)}", "http://x/")
    found = exposed(command_line, traces((key,)))
    assert found == "'Authorization: Bearer ***', an argument of 'curl'"


def test_name_of_a_process(key: str) -> None:
    """The name of a process is one of its arguments."""
    assert exposed((f"me {key}",), traces((key,))) == "'me ***', an argument of 'me ***'"


def test_key_with_blanks() -> None:
    """A key of several words is masked whole."""
    secret = "first-word and-second"
    command_line = ("me", f"<{secret}>", secret)
    assert exposed(command_line, traces((secret,))) == "'***', an argument of 'me'"


@pytest.mark.parametrize("command_line", [(), ("",), ("python", "-m", "azureml_scoring")])
def test_other_arguments(command_line: tuple[str, ...], key: str) -> None:
    """Arguments without a key are as they should be."""
    assert exposed(command_line, traces((key,))) is None


def test_exposed(evidence: Make) -> None:
    """An exposed argument is a mismatch of its own, with the text that the evidence has."""
    (found,) = credentials(evidence(exposed="'-H ***', an argument of 'curl'"))
    assert (found.code, found.witness) == ("secret-in-arguments", Witness.CLIENT)
    assert "'-H ***', an argument of 'curl'" in found.found
