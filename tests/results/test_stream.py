"""The stream of a run: what is written is read back, and a file that is not one is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import pytest

from scoreline.fault import Code, Fault
from scoreline.formats.json import DEEPEST, parse, render
from scoreline.formats.problem import BadInputError, Problem
from scoreline.protocol.answer import CallError, CallResult, Omitted, Output
from scoreline.results.event import Event, ItemJudged, Progress, RunFinished, RunStarted
from scoreline.results.evidence import Testimony
from scoreline.results.report import fold
from scoreline.results.stream import TYPES, decode, encode, read_events, read_report
from scoreline.results.verdict import Verdict

DRAWS = 40
"""How many values of each event are drawn."""
each_event = pytest.mark.parametrize("name", TYPES)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file to be read."""
    return tmp_path / "run.jsonl"


@pytest.fixture
def text(run: tuple[Event, ...]) -> str:
    """The small run as it is written."""
    return "".join(f"{render(encode(event))}\n" for event in run)


@pytest.fixture
def refused(path: Path) -> Callable[[str], Problem]:
    """What is wrong with a file that has this content."""

    def problem(content: str) -> Problem:
        path.write_text(content, "utf-8")
        with pytest.raises(BadInputError) as caught:
            read_events(path)
        (found,) = caught.value.problems
        assert found.file == str(path)
        return found

    return problem


def test_every_event_has_a_name() -> None:
    """No event is without a name in the stream."""
    assert set(TYPES.values()) == set(get_args(Event))


@each_event
def test_round_trip(name: str, drawn: Callable[[Any, int], Any]) -> None:
    """Whatever the fields of an event hold, what is read back equals what was written."""
    for number in range(DRAWS):
        event = drawn(TYPES[name], number)
        line = render(encode(event))
        assert "\n" not in line
        again = decode(parse(line.encode(), 200))
        assert again == event
        assert repr(again) == repr(event)


@each_event
def test_name_is_the_first_member(name: str, drawn: Callable[[Any, int], Any]) -> None:
    """Each document begins with the name of its event."""
    document = encode(drawn(TYPES[name], 1))
    assert next(iter(document.items())) == ("event", name)


def test_verdict_lies_flat(verdict: Verdict) -> None:
    """The members of `item-judged` are those of its verdict."""
    document = encode(ItemJudged(verdict))
    assert document["client"] == "one"
    assert document["item"]["identifier"] == "errors/status-503"
    assert document["outcome"] == "pass"


def test_answers_carry_their_kind(verdict: Verdict) -> None:
    """Each answer has its kind; a fault that is a reason has none."""
    fault = Fault(Code.EXITED, "exited", {"status": 3})
    answers = (CallResult([]), CallError({}), fault, Omitted(9, "["))
    testimony = replace(verdict.testimony, answers=answers)
    document = encode(ItemJudged(replace(verdict, testimony=testimony, reason=fault)))
    kinds = [answer["kind"] for answer in document["testimony"]["answers"]]
    assert kinds == ["result", "error", "fault", "omitted"]
    assert "kind" not in document["reason"]


@pytest.mark.parametrize(
    ("data", "document"),
    [
        (b"", {"text": ""}),
        ("ä".encode(), {"text": "ä"}),
        (b"\xe4", {"base64": "5A=="}),
        ("\ud800".encode("utf-8", "surrogatepass"), {"base64": "7aCA"}),
    ],
)
def test_bytes(verdict: Verdict, data: bytes, document: dict[str, str]) -> None:
    """Bytes are text if they are UTF-8, else base64."""
    testimony = Testimony(outputs=(Output(0, data, b""),))
    written = encode(ItemJudged(replace(verdict, testimony=testimony)))
    assert written["testimony"]["outputs"][0]["stdout"] == document


def test_lone_surrogates() -> None:
    """Text that UTF-8 cannot hold, as in the names of files, is written with escapes."""
    event = Progress("one", "no file x\udc80")
    assert decode(json.loads(render(encode(event)).encode())) == Progress("one", r"no file x\udc80")


def test_deep_answers(path: Path, text: str, run: tuple[Event, ...], verdict: Verdict) -> None:
    """An answer that is nested as deep as an answer may be can be read back."""
    value: Any = []
    for _ in range(DEEPEST - 1):
        value = [value]
    deep = ItemJudged(replace(verdict, testimony=Testimony((CallResult(parse(render(value))),))))
    path.write_text(text.replace(render(encode(run[1])), render(encode(deep))), "utf-8")
    assert read_events(path)[1] == deep


def test_file(path: Path, text: str, run: tuple[Event, ...]) -> None:
    """A file that a run wrote is read back as its events, and as their report."""
    path.write_text(text, "utf-8")
    assert read_events(path) == run
    assert read_report(path) == fold(run)


def test_cut_off_anywhere(path: Path, text: str, run: tuple[Event, ...]) -> None:
    """From a file that was cut off after any byte, all complete events are read."""
    data = text.encode()
    first, last = data.index(b"\n"), len(data) - 1
    counts = set()
    for length in range(first, len(data) + 1):
        path.write_bytes(data[:length])
        events = read_events(path)
        counts.add(len(events))
        assert events == run[: len(events)]
        report = read_report(path)
        assert (report.finished is None) == (length < last)
    assert counts == {1, 2, 3}


def test_without_last_line_end(path: Path, text: str, run: tuple[Event, ...]) -> None:
    """An editor that removed the last line end has not cut anything off."""
    path.write_text(text.rstrip("\n"), "utf-8")
    assert read_events(path) == run


@pytest.mark.parametrize("content", ["", '{"event":"run-sta'])
def test_nothing(refused: Callable[[str], Problem], content: str) -> None:
    """A file without a whole event is not a report."""
    assert refused(content).code == Code.EMPTY


@pytest.mark.parametrize(
    ("line", "code", "where"),
    [
        ("", Code.INVALID_JSON, "line 2"),
        ("nonsense", Code.INVALID_JSON, "line 2"),
        ("[]", Code.INVALID, "line 2"),
        ('{"event":"run-paused"}', Code.UNKNOWN_NAME, "line 2"),
        ('{"event":["progress"]}', Code.UNKNOWN_NAME, "line 2"),
        ("{}", Code.UNKNOWN_NAME, "line 2"),
        ('{"event":"progress","client":"one"}', Code.MISSING_KEY, "line 2"),
        ('{"event":"progress","client":"one","step":"","x":1}', Code.UNKNOWN_KEY, "line 2"),
        ('{"event":"progress","client":1,"step":""}', Code.INVALID, "line 2: client"),
        ('{"event":"progress","client":"one","step":null}', Code.INVALID, "line 2: step"),
        ('{"event":"progress","client":"one","step":NaN}', Code.INVALID_JSON, "line 2"),
    ],
)
def test_broken_line(
    refused: Callable[[str], Problem], text: str, line: str, code: Code, where: str
) -> None:
    """A line that is not an event is refused with its number and, if known, the field."""
    first, *others = text.splitlines(keepends=True)
    problem = refused("".join((first, f"{line}\n", *others)))
    assert (problem.code, problem.where) == (code, where)


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ('"outcome":"pass"', '"outcome":"won"', "outcome"),
        ('"seconds":0.5', '"seconds":"0.5"', "seconds"),
        ('"seconds":0.5', '"seconds":true', "seconds"),
        ('"connection":1', '"connection":1.5', "testimony.exchanges.0.connection"),
        ('"connection":1', '"connection":"1"', "testimony.exchanges.0.connection"),
        ('"connection":1', '"connection":true', "testimony.exchanges.0.connection"),
        ('"stderr":[]', '"stderr":{}', "stderr"),
        ('"stderr":[]', '"stderr":"x"', "stderr"),
        ('"stderr":[],', "", ""),
        ('"item":{', '"item":[],"x":{', ""),
        ('["Host","127.0.0.1:1"]', '["Host"]', "testimony.exchanges.0.headers.0"),
        ('{"text":"no"}', '{"text":1}', "testimony.exchanges.0.reply.body"),
        ('{"text":"no"}', '{"base64":"?"}', "testimony.exchanges.0.reply.body"),
        ('{"text":"no"}', '{"base64":"ä"}', "testimony.exchanges.0.reply.body"),
        ('{"text":"no"}', '{"text":"no","base64":""}', "testimony.exchanges.0.reply.body"),
        ('{"text":"no"}', '"no"', "testimony.exchanges.0.reply.body"),
        ('"kind":"result"', '"kind":"guess"', "testimony.answers.0"),
        ('"kind":"result"', '"kind":[]', "testimony.answers.0"),
        ('"kind":"result"', '"kind":"error"', "testimony.answers.0"),
        ('"reason":null', '"reason":"x"', "reason"),
    ],
)
def test_broken_field(
    refused: Callable[[str], Problem], text: str, old: str, new: str, where: str
) -> None:
    """A field that its type does not allow is refused with its path."""
    assert text.count(old) == 1
    problem = refused(text.replace(old, new))
    assert problem.where == ": ".join(filter(None, ("line 2", where)))


def test_line_that_only_looks_cut_off(refused: Callable[[str], Problem], text: str) -> None:
    """A last line that is whole JSON was not cut off, and has to be an event."""
    assert refused(text + '{"event":"run-paused"}').code == Code.UNKNOWN_NAME


def test_wrong_beginning(refused: Callable[[str], Problem], text: str) -> None:
    """A file that does not begin with the start of a run is refused."""
    problem = refused("".join(text.splitlines(keepends=True)[1:]))
    assert (problem.code, problem.where) == (Code.INVALID, "line 1")


def test_contradiction(refused: Callable[[str], Problem], text: str) -> None:
    """Two runs in one file are refused, and so are clients that the run did not have."""
    assert refused(text + text).code == Code.INVALID
    assert refused(text.replace('"client":"one"', '"client":"two"')).code == Code.INVALID


def test_unreadable(tmp_path: Path) -> None:
    """A file that cannot be read is named."""
    for path in (tmp_path, tmp_path / "none"):
        with pytest.raises(BadInputError) as caught:
            read_report(path)
        assert [(one.code, one.file) for one in caught.value.problems] == [
            (Code.UNREADABLE, str(path))
        ]


def test_types_of_the_ends(run: tuple[Event, ...]) -> None:
    """The small run has the first and the last event, without which it would prove little."""
    assert (type(run[0]), type(run[-1])) == (RunStarted, RunFinished)
