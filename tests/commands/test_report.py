"""`scoreline report`: renders the report of an earlier run again."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from scoreline.commands import report
from scoreline.fault import Code, Fault
from scoreline.formats.problem import BadInputError
from scoreline.reports.jsonlines import line
from scoreline.results.event import Event, ItemJudged, PlannedClient, RunFinished, RunStarted
from scoreline.results.verdict import ItemInfo, Mismatch, Outcome, Verdict, Witness

ITEMS = (ItemInfo("a/one", "does one", (), "core"), ItemInfo("a/two", "does two", (), "core"))
NAMES = tuple(item.identifier for item in ITEMS)
MISMATCH = Mismatch("requests", Witness.ENDPOINT, "requests", "1", "2")
EVENTS: tuple[Event, ...] = (
    RunStarted(
        "0.1.0", "1.4", 7, tuple(PlannedClient(name, "C", NAMES) for name in ("go", "mine")), ITEMS
    ),
    ItemJudged(Verdict("go", ITEMS[0], Outcome.PASS)),
    ItemJudged(Verdict("go", ITEMS[1], Outcome.FAIL, (MISMATCH,))),
    ItemJudged(Verdict("mine", ITEMS[0], Outcome.NO_VERDICT, reason=Fault(Code.DEFECT, "oh"))),
    ItemJudged(Verdict("mine", ITEMS[1], Outcome.PASS)),
    RunFinished(
        {"pass": 2, "fail": 1, "no-verdict": 1, "not-applicable": 0}, (), (), 1, {"total": 2.0}
    ),
)

Report = Callable[..., int]


@pytest.fixture
def render(tmp_path: Path) -> Report:
    """Calls the command on a run with these events; returns the exit status."""

    def call_command(events: tuple[Event, ...], *reports: str) -> int:
        path = tmp_path / "run.jsonl"
        path.write_text("".join(map(line, events)), "utf-8")
        return report.main(argparse.Namespace(run=str(path), report=list(reports)))

    return call_command


def test_shown(render: Report, capfd: pytest.CaptureFixture[str]) -> None:
    """Without `--report` the output is that of the finished run, with its exit status."""
    assert render(EVENTS) == 1
    out, err = capfd.readouterr()
    assert "FAIL go  a/two\n  requests: expected 1\n" in out
    assert "  again: scoreline run --client go --case a/two\n" in out
    assert "NO VERDICT mine  a/one\n  oh  [harness.defect]\n" in out
    assert "  again: scoreline run MANIFEST --client mine --case a/one\n" in out
    assert out.endswith("\n2 passed, 1 failed, 1 without a verdict in 2.0 s\n")
    assert "CUT OFF" not in out
    assert err == ""


def test_exit_status(render: Report) -> None:
    """The exit status is that of the run."""
    finished = RunFinished(
        {"pass": 0, "fail": 0, "no-verdict": 0, "not-applicable": 0}, (), (), 3, {}
    )
    assert render((EVENTS[0], finished)) == 3


def test_written(render: Report, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """With `--report` the reports are written, and nothing is printed."""
    xml, lines = tmp_path / "again.xml", tmp_path / "again.jsonl"
    assert render(EVENTS, f"junit={xml}", f"json={lines}") == 1
    assert capfd.readouterr() == ("", "")
    root = ET.parse(xml).getroot()  # noqa: S314 - trusted input
    assert [suite.get("name") for suite in root] == ["go", "mine"]
    texts = [one.text or "" for tag in ("failure", "error") for one in root.iter(tag)]
    assert [text.splitlines()[-1] for text in texts] == [
        "again: scoreline run --client go --case a/two",
        "again: scoreline run MANIFEST --client mine --case a/one",
    ]
    assert lines.read_bytes() == (tmp_path / "run.jsonl").read_bytes()


def test_cut_off(render: Report, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """A truncated run is reported in the output, or with `--report` on standard error."""
    notice = "CUT OFF: the run did not finish; 1 of 4 items have a verdict\n"
    assert render(EVENTS[:2]) == 1
    assert notice in capfd.readouterr().out
    assert render(EVENTS[:2], f"junit={tmp_path / 'x.xml'}") == 1
    assert capfd.readouterr() == ("", notice)


@pytest.mark.parametrize("reports", [("yaml=x",), ("json",)])
def test_bad_option(render: Report, reports: tuple[str, ...]) -> None:
    """An invalid option is refused."""
    with pytest.raises(BadInputError) as caught:
        render(EVENTS, *reports)
    assert [problem.code for problem in caught.value.problems] == [Code.OPTION]


def test_bad_file(render: Report) -> None:
    """A file that is not the report of a run is refused."""
    with pytest.raises(BadInputError) as caught:
        render(EVENTS[1:])
    assert [problem.code for problem in caught.value.problems] == [Code.INVALID]
