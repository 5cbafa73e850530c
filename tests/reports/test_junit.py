"""The JUnit report, as CI systems read it."""

from __future__ import annotations

import io
from xml.etree import ElementTree as ET

import pytest

from scoreline.reports.junit import JUnit
from scoreline.results.event import Event


def written(events: list[Event]) -> str:
    """What is written for events."""
    stream = io.StringIO()
    report = JUnit(stream)
    for event in events:
        report(event)
    return stream.getvalue()


@pytest.fixture
def root(events: list[Event]) -> ET.Element:
    """The report of the made-up run."""
    return ET.fromstring(written(events))  # noqa: S314 - our own


def test_suite_for_each_client(root: ET.Element) -> None:
    """Each client is a suite with its numbers, and the time of its cases."""
    names = ("name", "tests", "failures", "errors", "skipped", "time")
    assert [tuple(suite.get(name) for name in names) for suite in root.iter("testsuite")] == [
        ("one", "3", "1", "1", "0", "0.750"),
        ("two", "3", "0", "0", "1", "1.000"),
        ("three", "1", None, None, "1", None),
        ("four", "1", None, "1", None, None),
    ]


def test_counts_are_those_of_the_cases(root: ET.Element) -> None:
    """The numbers of a suite are those of what stands in it."""
    for suite in root.iter("testsuite"):
        cases = suite.findall("testcase")
        assert int(suite.get("tests", "")) == len(cases)
        for counter, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
            found = sum(case.find(tag) is not None for case in cases)
            assert int(suite.get(counter, "0")) == found


def test_failure(root: ET.Element) -> None:
    """A failure has the first mismatch as its message and all of it as its text."""
    failure = root.find("testsuite[@name='one']/testcase[@name='errors/status-503']/failure")
    assert failure is not None
    assert failure.get("message") == "client: error.status: expected 503, found 500"
    assert failure.text is not None
    assert "requests: expected 1" in failure.text
    assert "endpoint saw: POST /score" in failure.text


def test_no_verdict_is_an_error(root: ET.Element) -> None:
    """What has no verdict is an error with the reason, and no failure."""
    case = root.find("testsuite[@name='one']/testcase[@name='errors/hangs']")
    assert case is not None
    assert [child.tag for child in case] == ["error"]
    assert case[0].get("message", "").startswith("it was given up: ")


def test_unavailable_client(root: ET.Element) -> None:
    """A client that is not there is skipped with reason and remedy, and an error where required."""
    skipped = root.find("testsuite[@name='three']/testcase/skipped")
    missing = root.find("testsuite[@name='four']/testcase/error")
    assert skipped is not None
    assert missing is not None
    assert missing.get("message") == "no runtime; remedy: get that"


def test_characters_that_xml_has_not(events: list[Event]) -> None:
    """What a client wrote is escaped or replaced, so that the report can be read in any case."""
    text = written(events)
    assert "\x1b" not in text
    assert "\x00" not in text
    assert "\ufffe" not in text
    failure = ET.fromstring(text).find(".//failure")  # noqa: S314 - our own
    assert failure is not None
    assert "]]> & <" in (failure.text or "")


def test_run_that_is_cut_off(events: list[Event]) -> None:
    """Of a run that has not come to its end nothing is written, which no reader takes for good."""
    assert written(events[:-1]) == ""
