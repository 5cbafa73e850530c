"""What is wrong with the clients' answers to a listed reply, and the page about them."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from tests.differential import differences_page
from tests.differential.listed import ListedReply, load_listed, problem

from scoreline.endpoint import encoding
from scoreline.fault import Code, Fault
from scoreline.protocol.answer import Answer, CallError, CallResult
from scoreline.suite.reply import Reply

RIGHT: Answer = CallResult([8231.0625])
WRONG: Answer = CallResult([8231.0])
FAILED: Answer = CallError({"kind": "connection", "message": "no", "attempts": 1})
HANGS: Answer = Fault(Code.TIMEOUT, "no answer within 20 s")
SAME = ListedReply("a", "a blank", Reply(raw="HTTP/1.1 200 OK\r\n"))
EITHER = ListedReply("a", "a blank", Reply(raw="HTTP/1.1 200 OK\r\n"), differ="Java skips blanks.")


@pytest.mark.parametrize(
    ("listed", "java", "expected"),
    [
        (SAME, RIGHT, None),
        (EITHER, FAILED, None),
        (SAME, FAILED, "the clients say different things, and `differ` does not say why"),
        (EITHER, RIGHT, "the clients say the same, but `differ` says: Java skips blanks."),
        (EITHER, WRONG, "a wrong prediction\n  java: prediction [8231.0]"),
        (EITHER, HANGS, "neither a prediction nor an error\n  java: no answer within 20 s"),
    ],
)
def test_problem(listed: ListedReply, java: Answer, expected: str | None) -> None:
    """Clients may differ only where the list says so, and never by more than it allows."""
    found = problem(listed, {"go": RIGHT, "java": java}, every=True)
    if expected is None:
        assert found is None
    else:
        assert found is not None
        assert found.startswith(expected)


def test_two_clients_that_say_the_same() -> None:
    """Of some of the clients nothing is said of a difference between others."""
    assert problem(EITHER, {"go": RIGHT, "java": RIGHT}, every=False) is None


@pytest.mark.parametrize("listed", load_listed(), ids=lambda one: one.name)
def test_listed_replies_can_be_sent(listed: ListedReply) -> None:
    """The endpoint takes each of them."""
    encoding.check(listed.reply)


def test_unknown_member(tmp_path: Path) -> None:
    """An entry that is not a reply is refused."""
    path = tmp_path / "listed.toml"
    path.write_text('[[reply]]\nname = "a"\nwhat = "a blank"\nreply = { raw = 1 }\n', "utf-8")
    with pytest.raises(msgspec.ValidationError, match=r"raw"):
        load_listed(path)


def test_name_used_twice(tmp_path: Path) -> None:
    """Two entries with one name are refused."""
    path = tmp_path / "listed.toml"
    path.write_text('[[reply]]\nname = "a"\nwhat = "b"\nreply = { raw = "" }\n' * 2, "utf-8")
    with pytest.raises(ValueError, match="several replies are named a"):
        load_listed(path)


def test_page() -> None:
    """The page has a row for each reply that divides the clients, and none for another."""
    kept = differences_page.PATH.read_text("utf-8")
    rows = [line for line in kept.splitlines() if line.startswith("| ")][1:]
    differing = [one for one in load_listed() if one.differ]
    assert [(row.split(" | ")[0][2:], row.split(" | ")[-1][:-2]) for row in rows] == [
        (one.what, one.differ) for one in differing
    ]


def test_row_of_the_page() -> None:
    """A row has what each client says, and why they may differ."""
    text = differences_page.page([SAME, EITHER], {"a": {"java": FAILED, "go": RIGHT}})
    assert "| a blank | prediction | connection | Java skips blanks. |" in text
    assert "the same of 1 of 2 replies" in text
