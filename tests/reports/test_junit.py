"""The JUnit report, as CI systems read it."""

from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from scoreline.fault import Code
from scoreline.reports.junit import render
from scoreline.results.event import Event, ItemJudged
from scoreline.results.report import fold


def text_of(events: list[Event]) -> str:
    """The report on events."""
    return render(fold(events), lambda verdict: f"play {verdict.item.identifier}")


def read(events: list[Event]) -> ET.Element:
    """The report on events, as a reader of XML sees it."""
    return ET.fromstring(text_of(events))  # noqa: S314 - our own


@pytest.fixture
def root(events: list[Event]) -> ET.Element:
    """The report of the made-up run."""
    return read(events)


def properties(element: ET.Element) -> dict[str | None, str | None]:
    """The properties of a suite or a case."""
    return {one.get("name"): one.get("value") for one in element.findall("properties/property")}


def test_suite_for_each_client(root: ET.Element) -> None:
    """Each client is a suite with its numbers, and the time of its cases."""
    names = ("name", "tests", "failures", "errors", "skipped", "time")
    assert [tuple(suite.get(name) for name in names) for suite in root.iter("testsuite")] == [
        ("one", "4", "1", "1", "0", "1.250"),
        ("two", "3", "0", "0", "1", "1.000"),
        ("three", "1", None, None, "1", None),
        ("four", "1", None, "1", None, None),
    ]


def test_counts_are_those_of_the_cases(root: ET.Element) -> None:
    """The numbers of a suite are those of the test cases in it."""
    for suite in root.iter("testsuite"):
        cases = suite.findall("testcase")
        assert int(suite.get("tests", "")) == len(cases)
        for counter, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
            found = sum(case.find(tag) is not None for case in cases)
            assert int(suite.get(counter, "0")) == found


def test_failure(root: ET.Element) -> None:
    """A failure has the code and the message of the first mismatch; its text has all of them."""
    failure = root.find("testsuite[@name='one']/testcase[@name='errors/status-503']/failure")
    assert failure is not None
    assert failure.get("type") == "answer.error"
    assert failure.get("message") == "client: error.status: expected 503, found 500"
    assert failure.text is not None
    assert "requests: expected 1" in failure.text
    assert "endpoint saw: POST /score" in failure.text


def test_command_that_plays_an_item_again(root: ET.Element) -> None:
    """The text of each failure and error of an item ends with the command that plays it again."""
    texts = {
        case.get("name"): (problem.text or "").splitlines()
        for tag in ("failure", "error")
        for case in root.findall("testsuite[@name='one']/testcase")
        if (problem := case.find(tag)) is not None
    }
    assert {name: lines[-1] for name, lines in texts.items()} == {
        "errors/status-503": "again: play errors/status-503",
        "errors/hangs": "again: play errors/hangs",
    }


def test_no_verdict_is_an_error(root: ET.Element) -> None:
    """What has no verdict is an error with the reason and its code, and no failure."""
    case = root.find("testsuite[@name='one']/testcase[@name='errors/hangs']")
    assert case is not None
    assert [child.tag for child in case] == ["properties", "error"]
    assert case[1].get("type") == Code.ENGINE_FAILED
    assert case[1].get("message", "").startswith("the engine went away: ")


def test_unavailable_client(root: ET.Element) -> None:
    """An unavailable client is skipped with reason and remedy, and an error if it was required."""
    skipped = root.find("testsuite[@name='three']/testcase/skipped")
    missing = root.find("testsuite[@name='four']/testcase/error")
    assert skipped is not None
    assert missing is not None
    assert missing.get("type") == Code.PROGRAM_MISSING
    assert missing.get("message") == "no runtime; remedy: get that"


def test_properties(root: ET.Element) -> None:
    """Each suite has the version of the cases, each case its title and its requirements."""
    assert [properties(suite) for suite in root.iter("testsuite")] == [{"suite version": "1.4"}] * 4
    cases = {case.get("name"): properties(case) for case in root.iter("testcase")}
    assert cases["errors/status-503"] == {
        "title": "reports 503 as an error",
        "requirements": "ERROR-1, ERROR-2",
    }
    assert cases["page/sample-1"] == {"title": "runs as the page says"}
    assert cases["available"] == {}


def test_characters_that_xml_has_not(events: list[Event]) -> None:
    """What a client wrote is escaped or replaced, so that the report can be read in any case."""
    text = text_of(events)
    assert "\x1b" not in text
    assert "\x00" not in text
    assert "\ufffe" not in text
    failure = ET.fromstring(text).find(".//failure")  # noqa: S314 - our own
    assert failure is not None
    assert "]]> & <" in (failure.text or "")


def test_run_that_is_cut_off(events: list[Event]) -> None:
    """A run that was cut off has its verdicts, and an error that names what is missing."""
    judged = [event for event in events if isinstance(event, ItemJudged)]
    root = read([event for event in events[:-1] if event not in judged[1:]])
    assert [suite.get("name") for suite in root.iter("testsuite")] == [
        "one",
        "two",
        "three",
        "four",
        "scoreline",
    ]
    error = root.find("testsuite[@name='scoreline']/testcase[@name='finished']/error")
    assert error is not None
    assert error.get("type") == Code.RUN_ENDED
    assert error.get("message", "").startswith("CUT OFF: the run did not finish; 1 of 7 items")
    assert (error.text or "").splitlines() == [
        "one: 3 of 4 items not judged: errors/status-503, errors/hangs, page/sample-1",
        "two: 3 of 3 items not judged: scoring/documented, errors/status-503, errors/hangs",
    ]


def test_cut_off_with_every_verdict(events: list[Event]) -> None:
    """A run that lacks only its last event is cut off as well."""
    assert read(events[:-1]).find("testsuite[@name='scoreline']/testcase/error") is not None


def test_missing_in_a_finished_run(events: list[Event]) -> None:
    """A verdict that is missing in a run that finished is an error, too."""
    judged = next(event for event in events if isinstance(event, ItemJudged))
    error = read([one for one in events if one is not judged]).find(
        "testsuite[@name='scoreline']/testcase/error"
    )
    assert error is not None
    assert error.get("message") == "one: 1 of 4 items not judged: scoring/documented"


def test_verdict_without_a_cause(events: list[Event]) -> None:
    """A verdict that has neither a mismatch nor a reason can be rendered."""
    verdict = next(
        one.verdict for one in events if isinstance(one, ItemJudged) and one.verdict.reason
    )
    changed = [
        ItemJudged(replace(verdict, reason=None))
        if isinstance(one, ItemJudged) and one.verdict is verdict
        else one
        for one in events
    ]
    assert len(read(changed).findall(".//error")) == 2
