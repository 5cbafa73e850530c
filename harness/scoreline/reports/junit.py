"""The JUnit report: a test suite a client, a test case a verdict, as CI systems read it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import IO
from xml.etree import ElementTree as ET

from scoreline.reports import failure
from scoreline.results.event import CaseJudged, ClientUnavailable, Event, RunFinished
from scoreline.results.verdict import Outcome, Verdict

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class JUnit:
    """Collects a run and writes it when it has finished."""

    def __init__(self, stream: IO[str]) -> None:
        """Takes the stream to write to; a run that is cut off leaves it empty, which is no XML."""
        self._stream = stream
        self._verdicts: dict[str, list[Verdict]] = {}
        self._unavailable: list[ClientUnavailable] = []

    def __call__(self, event: Event) -> None:
        """Takes one event."""
        if isinstance(event, CaseJudged):
            self._verdicts.setdefault(event.verdict.client, []).append(event.verdict)
        elif isinstance(event, ClientUnavailable):
            self._unavailable.append(event)
        elif isinstance(event, RunFinished):
            root = document(self._verdicts, self._unavailable)
            ET.indent(root)
            text = ET.tostring(root, encoding="unicode")
            self._stream.write(f"<?xml version='1.0' encoding='utf-8'?>\n{text}\n")
            self._stream.flush()


def document(
    verdicts: dict[str, list[Verdict]], unavailable: Iterable[ClientUnavailable]
) -> ET.Element:
    """The whole report as XML; an unavailable client is a test skipped or, if required, failed."""
    root = ET.Element("testsuites", name="scoreline")
    for client, own in verdicts.items():
        suite = ET.SubElement(root, "testsuite", name=client, tests=str(len(own)))
        counts = {outcome: sum(one.outcome is outcome for one in own) for outcome in Outcome}
        suite.set("failures", str(counts[Outcome.FAIL]))
        suite.set("errors", str(counts[Outcome.NO_VERDICT]))
        suite.set("skipped", str(counts[Outcome.NOT_APPLICABLE]))
        suite.set("time", f"{sum(one.seconds for one in own):.3f}")
        for verdict in own:
            _case(suite, verdict)
    for missing in unavailable:
        word, counter = ("error", "errors") if missing.required else ("skipped", "skipped")
        suite = ET.SubElement(root, "testsuite", name=missing.client, tests="1")
        suite.set(counter, "1")
        case = ET.SubElement(suite, "testcase", classname=missing.client, name="available")
        text = _clean(f"{missing.reason}; remedy: {missing.remedy}")
        ET.SubElement(case, word, message=text)
    return root


def _case(suite: ET.Element, verdict: Verdict) -> None:
    case = ET.SubElement(suite, "testcase", classname=verdict.client, name=verdict.case)
    case.set("time", f"{verdict.seconds:.3f}")
    if verdict.outcome is Outcome.NOT_APPLICABLE:
        ET.SubElement(case, "skipped", message=_clean(verdict.reason))
    elif verdict.outcome is not Outcome.PASS:
        word = "failure" if verdict.outcome is Outcome.FAIL else "error"
        first = str(verdict.mismatches[0]) if verdict.mismatches else verdict.reason
        element = ET.SubElement(case, word, message=_clean(first))
        element.text = _clean("\n".join(failure.lines(verdict)))


def _clean(text: str) -> str:
    """The text without characters that XML 1.0 has no way to write."""
    return _NOT_XML.sub("\ufffd", text)
