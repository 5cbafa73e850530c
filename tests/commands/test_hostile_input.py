"""Names, keys and files that hold what a terminal obeys are shown as escapes by every command."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Final, Protocol

import pytest

from scoreline.reports.jsonlines import line
from scoreline.results.event import PlannedClient, RunStarted
from scoreline.results.stream import encode

HOSTILE: Final = "\x1b[2J\u202eab\u2066\x9b\x00\x07\u200e"
UNSAFE: Final = frozenset(HOSTILE) - frozenset("[2Jab")


class Done(Protocol):
    """The result of a call of the command, as conftest.py defines it."""

    status: int
    out: str
    err: str


Call = Callable[..., Done]


def check(done: Done, status: int = 2) -> None:
    """The text is shown, and none of its characters is obeyed."""
    assert done.status == status
    text = done.out + done.err
    assert not UNSAFE & frozenset(text)
    assert r"\u202e" in text


@pytest.mark.parametrize(
    "arguments",
    [
        ("explain",),
        ("run", "--case"),
        ("run", "--client"),
        ("run", "--driver"),
        ("run", "--require"),
        ("run", "--deadline"),
        ("run", "--report"),
        ("list",),
        ("report",),
        ("serve", "--host"),
        ("serve", "--name"),
        ("serve", "--port"),
        (),
    ],
)
def test_arguments(call: Call, arguments: tuple[str, ...]) -> None:
    """An argument that is refused."""
    check(call(*arguments, HOSTILE.replace("\x00", "")))


def test_manifest(call: Call, client: Callable[..., Path]) -> None:
    """Keys and values of a manifest that is refused."""
    path = client("mine") / "client.toml"
    key = json.dumps(HOSTILE)
    path.write_text(f"{path.read_text('utf-8')}\n{key} = {key}\n", "utf-8")
    check(call("run", path))


def test_report(call: Call, tmp_path: Path) -> None:
    """Names in a report, and members of one that is refused."""
    path = tmp_path / "run.jsonl"
    started = RunStarted("1", "1", 7, (PlannedClient(HOSTILE, HOSTILE, ()),), ())
    path.write_text(line(started), "utf-8")
    check(call("report", path), status=1)
    document = encode(started) | {HOSTILE: 1}
    path.write_text(json.dumps(document) + "\n", "utf-8")
    check(call("report", path))


def test_output_of_a_client(call: Call, client: Callable[..., Path]) -> None:
    """What a client writes before it exits."""
    mine = client("mine", f"import sys; sys.stderr.write({HOSTILE!r}); sys.exit(3)")
    check(call("run", "--driver", "process", mine), status=3)
