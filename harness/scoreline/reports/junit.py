"""The JUnit report: one test suite per client, one test case per verdict, as CI systems read it."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from scoreline.fault import Code
from scoreline.formats.printing import printable
from scoreline.reports import failure, summary
from scoreline.reports.failure import Rerun
from scoreline.results.event import ClientUnavailable
from scoreline.results.report import ClientReport, Report
from scoreline.results.verdict import Outcome, Verdict


def render(report: Report, rerun: Rerun) -> str:
    """A report as an XML document.

    The text of a failure or an error ends with the command that plays the item again.

    An unavailable client is one test case, skipped or, if the client was required, an error. If
    the run was cut off, a test case of the suite `scoreline` is an error and names what is missing.

    Args:
        report: the run; may have been cut off.
        rerun: makes the command that plays an item again.
    """
    root = ET.Element("testsuites", name="scoreline")
    for client in report.clients:
        if client.unavailable is not None:
            _unavailable(root, client.unavailable, report.suite)
        else:
            _client(root, client, report.suite, rerun)
    _finished(root, report)
    ET.indent(root)
    text = ET.tostring(root, encoding="unicode")
    return f"<?xml version='1.0' encoding='utf-8'?>\n{text}\n"


def _client(root: ET.Element, client: ClientReport, version: str, rerun: Rerun) -> None:
    verdicts = client.verdicts
    suite = _suite(root, client.name, version, tests=len(verdicts))
    counts = {outcome: sum(one.outcome is outcome for one in verdicts) for outcome in Outcome}
    suite.set("failures", str(counts[Outcome.FAIL]))
    suite.set("errors", str(counts[Outcome.NO_VERDICT]))
    suite.set("skipped", str(counts[Outcome.NOT_APPLICABLE]))
    suite.set("time", f"{sum(one.seconds for one in verdicts):.3f}")
    for verdict in verdicts:
        _verdict(suite, verdict, rerun)


def _unavailable(root: ET.Element, event: ClientUnavailable, version: str) -> None:
    suite = _suite(root, event.client, version, tests=1)
    case = _case(suite, event.client, "available")
    message = printable(summary.with_remedy(event.fault))
    if event.required:
        suite.set("errors", "1")
        ET.SubElement(case, "error", type=printable(event.fault.code), message=message)
    else:
        suite.set("skipped", "1")
        ET.SubElement(case, "skipped", message=message)


def _finished(root: ET.Element, report: Report) -> None:
    """The error that a run did not finish; nothing if it did and nothing is missing."""
    missing = tuple(summary.missing(report))
    message = summary.cut_off(report) or "; ".join(missing)
    if message:
        suite = _suite(root, "scoreline", report.suite, tests=1)
        suite.set("errors", "1")
        case = _case(suite, "scoreline", "finished")
        error = ET.SubElement(case, "error", type=Code.RUN_ENDED, message=printable(message))
        error.text = "\n".join(map(printable, missing))


def _suite(root: ET.Element, name: str, version: str, *, tests: int) -> ET.Element:
    suite = ET.SubElement(root, "testsuite", name=printable(name), tests=str(tests))
    _properties(suite, {"suite version": version})
    return suite


def _case(suite: ET.Element, client: str, name: str) -> ET.Element:
    return ET.SubElement(suite, "testcase", classname=printable(client), name=printable(name))


def _properties(element: ET.Element, values: dict[str, str]) -> None:
    known = {name: value for name, value in values.items() if value}
    if known:
        properties = ET.SubElement(element, "properties")
        for name, value in known.items():
            ET.SubElement(properties, "property", name=name, value=printable(value))


def _verdict(suite: ET.Element, verdict: Verdict, rerun: Rerun) -> None:
    item = verdict.item
    case = _case(suite, verdict.client, item.identifier)
    case.set("time", f"{verdict.seconds:.3f}")
    _properties(case, {"title": item.title, "requirements": ", ".join(item.requirements)})
    if verdict.outcome is Outcome.PASS:
        return
    code, message = _cause(verdict)
    if verdict.outcome is Outcome.NOT_APPLICABLE:
        ET.SubElement(case, "skipped", message=printable(message))
        return
    tag = "failure" if verdict.outcome is Outcome.FAIL else "error"
    element = ET.SubElement(case, tag, type=printable(code), message=printable(message))
    lines = (*failure.lines(verdict), f"again: {rerun(verdict)}")
    element.text = "\n".join(map(printable, lines))


def _cause(verdict: Verdict) -> tuple[str, str]:
    """The code and the message of the first mismatch, or of the reason if there is none."""
    if verdict.mismatches:
        return verdict.mismatches[0].code, str(verdict.mismatches[0])
    if verdict.reason is not None:
        return verdict.reason.code, verdict.reason.message
    return "", ""
