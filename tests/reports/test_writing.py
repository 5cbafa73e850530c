"""`--report FORMAT=FILE`: what it may name, and when what is written."""

from __future__ import annotations

import errno
from collections.abc import Callable
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET

import pytest

from scoreline.fault import Code
from scoreline.formats.problem import BadInputError, Problem
from scoreline.reports.failure import Rerun
from scoreline.reports.registry import FORMATS
from scoreline.reports.writing import ReportSpec, open_reports, parse_spec
from scoreline.results.event import Event, Progress
from scoreline.results.stream import read_events

RERUN: Final[Rerun] = str
"""Makes a text of a verdict; the tests of the formats show what becomes of it."""


def refusal(action: Callable[[], object]) -> Problem:
    """The one problem that an action is refused with."""
    with pytest.raises(BadInputError) as caught:
        action()
    (problem,) = caught.value.problems
    assert problem.file == "--report"
    return problem


def _is_full(error: OSError) -> bool:
    return error.errno == errno.ENOSPC


def enter(*specs: str) -> None:
    """Opens reports and closes them again."""
    with open_reports([parse_spec(spec) for spec in specs], RERUN):
        pass


@pytest.mark.parametrize(
    ("text", "spec"),
    [
        ("json=out.jsonl", ReportSpec("json", "out.jsonl")),
        ("junit=a=b.xml", ReportSpec("junit", "a=b.xml")),
        ("junit=-", ReportSpec("junit", "-")),
    ],
)
def test_spec(text: str, spec: ReportSpec) -> None:
    """The format is the text before the first equals sign, the file the text after it."""
    assert parse_spec(text) == spec
    assert str(spec) == text


@pytest.mark.parametrize("text", ["json", "json=", "=out", "", "yaml=out", "JSON=out"])
def test_bad_spec(text: str) -> None:
    """A report without a file, without a format, or in an unknown one is refused."""
    problem = refusal(lambda: parse_spec(text))
    assert (problem.code, problem.where) == (Code.OPTION, text)


def test_formats_that_are_known() -> None:
    """An unknown format is answered with those that there are."""
    assert ", ".join(sorted(FORMATS)) in refusal(lambda: parse_spec("yaml=out")).message


@pytest.mark.parametrize(
    ("first", "second"), [("a", "a"), ("a", "./a"), ("a", "link"), ("-", "-"), ("new", "./new")]
)
def test_same_file_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, first: str, second: str
) -> None:
    """Two reports for the same file are refused, and the file is not changed."""
    monkeypatch.chdir(tmp_path)
    Path("a").write_text("before", "utf-8")
    Path("link").symlink_to("a")
    problem = refusal(lambda: enter(f"json={first}", f"junit={second}"))
    assert (problem.code, problem.where) == (Code.OPTION, f"junit={second}")
    assert Path("a").read_text("utf-8") == "before"
    assert not Path("new").exists()


def test_file_that_cannot_be_written(tmp_path: Path) -> None:
    """A file that cannot be opened is refused before anything is run."""
    for path in (tmp_path, tmp_path / "none" / "x"):
        problem = refusal(lambda path=path: enter(f"json={path}"))  # type: ignore[misc]
        assert (problem.code, problem.where) == (Code.UNREADABLE, f"json={path}")


def test_reports(tmp_path: Path, events: list[Event]) -> None:
    """Each report is complete when the run has ended."""
    lines, xml = tmp_path / "run.jsonl", tmp_path / "run.xml"
    with open_reports(
        [ReportSpec("json", str(lines)), ReportSpec("junit", str(xml))], RERUN
    ) as emit:
        for event in events:
            emit(event)
    assert len(read_events(lines)) == len(events)
    assert ET.parse(xml).getroot().tag == "testsuites"  # noqa: S314 - our own


def test_no_reports(events: list[Event]) -> None:
    """Without a report events are taken, and nothing is written."""
    with open_reports([], RERUN) as emit:
        for event in events:
            emit(event)


def test_line_is_there_when_the_event_was(tmp_path: Path, events: list[Event]) -> None:
    """A format that streams has each event in its file at once, not when the run ends."""
    path = tmp_path / "run.jsonl"
    with open_reports([ReportSpec("json", str(path))], RERUN) as emit:
        for number, event in enumerate(events, 1):
            emit(event)
            assert path.read_text("utf-8").count("\n") == number


def test_run_that_is_interrupted(tmp_path: Path, events: list[Event]) -> None:
    """A run that an exception ends has reports on all that is known."""
    lines, xml = tmp_path / "run.jsonl", tmp_path / "run.xml"
    specs = [ReportSpec("json", str(lines)), ReportSpec("junit", str(xml))]
    with pytest.raises(KeyboardInterrupt), open_reports(specs, RERUN) as emit:  # noqa: PT012
        for event in events[:-1]:
            emit(event)
        raise KeyboardInterrupt
    assert len(read_events(lines)) == len(events) - 1
    root = ET.parse(xml).getroot()  # noqa: S314 - our own
    assert root.find("testsuite[@name='scoreline']/testcase/error") is not None
    assert len(root.findall("testsuite[@name='one']/testcase")) == 4


def test_run_that_did_not_begin(tmp_path: Path) -> None:
    """Without any event there is nothing to report."""
    path = tmp_path / "run.xml"
    with pytest.raises(KeyboardInterrupt), open_reports([ReportSpec("junit", str(path))], RERUN):
        raise KeyboardInterrupt
    assert path.read_text("utf-8") == ""


@pytest.mark.parametrize("name", FORMATS)
def test_standard_output(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], events: list[Event], name: str
) -> None:
    """A report on standard output is all that is there, and standard output stays open."""
    path = tmp_path / "report"
    with open_reports([ReportSpec(name, "-"), ReportSpec(name, str(path))], RERUN) as emit:
        for event in events:
            emit(event)
    assert capfd.readouterr() == (path.read_text("utf-8"), "")
    assert path.stat().st_size > 0
    print("more")  # noqa: T201
    assert capfd.readouterr().out == "more\n"


def test_encoding(tmp_path: Path, events: list[Event]) -> None:
    """A report is UTF-8 with Unix line ends, and characters it cannot hold stop nothing."""
    path = tmp_path / "run.jsonl"
    with open_reports([ReportSpec("json", str(path))], RERUN) as emit:
        emit(events[0])
        emit(Progress("one", "ä\r\n\udc80"))
    assert read_events(path)[1] == Progress("one", "ä\r\n\\udc80")
    assert path.read_bytes().count(b"\r") == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that is always full")
def test_full_disk(tmp_path: Path, events: list[Event]) -> None:
    """A report that cannot be written raises at the event, and the others are still written."""
    xml = tmp_path / "run.xml"
    specs = [ReportSpec("json", "/dev/full"), ReportSpec("junit", str(xml))]
    with pytest.raises(OSError, check=_is_full), open_reports(specs, RERUN) as emit:
        emit(events[0])
    assert ET.parse(xml).getroot().tag == "testsuites"  # noqa: S314 - our own
