"""A verdict that is not a pass as text, and the command that plays it again."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scoreline.fault import Code, Fault
from scoreline.formats.printing import printable
from scoreline.protocol.answer import Answer, CallError, CallResult, Omitted, Output
from scoreline.protocol.operation import Operation
from scoreline.reports.failure import lines, rerun
from scoreline.results.evidence import Testimony
from scoreline.results.exchange import Ending, Exchange, SentReply
from scoreline.results.verdict import Mismatch, Outcome, Verdict, Witness


@pytest.fixture
def failed(verdicts: dict[Outcome, Verdict]) -> Verdict:
    """The failure of the made-up run."""
    return verdicts[Outcome.FAIL]


@pytest.fixture
def exchange(failed: Verdict) -> Exchange:
    """Its first exchange."""
    return failed.testimony.exchanges[0]


def shown(verdict: Verdict, **evidence: object) -> list[str]:
    """The lines on a verdict with other evidence and no standard error."""
    testimony = Testimony(**evidence)  # type: ignore[arg-type]
    return list(lines(replace(verdict, mismatches=(), testimony=testimony, stderr=())))


@pytest.mark.parametrize(
    ("manifests", "driver", "line"),
    [
        ({}, "auto", "scoreline run --client one --case errors/status-503"),
        ({"two": "x"}, "auto", "scoreline run --client one --case errors/status-503"),
        (
            {"one": "my client"},
            "process",
            "scoreline run 'my client' --driver process --client one --case errors/status-503",
        ),
    ],
)
def test_rerun(failed: Verdict, manifests: dict[str, str], driver: str, line: str) -> None:
    """The line plays the same case with the same client the same way, and a shell can read it."""
    assert rerun(failed, manifests, driver) == line


def test_order(verdicts: dict[Outcome, Verdict]) -> None:
    """The reason comes first, then the differences, then the evidence of each witness."""
    assert next(lines(verdicts[Outcome.NO_VERDICT])).startswith("the engine went away")
    heads = [line.split(":")[0].strip() for line in lines(verdicts[Outcome.FAIL])]
    assert heads == [
        "error.status",
        "found 500  (client)",
        "requests",
        "found 2  (endpoint)",
        "client answered",
        "endpoint saw",
        *("headers Host", 'body    {"data"', "reply   no"),
        "endpoint saw",
        *("headers Host", 'body    {"data"', "reply   no"),
        "standard error",
    ]


def test_found_stands_below_expected(failed: Verdict) -> None:
    """The found value is below the expected one, character below character."""
    expected, found, *_ = lines(failed)
    assert expected.index("503") == found.index("500")


@pytest.mark.parametrize(
    ("answer", "line"),
    [
        (CallResult([217.5]), "client answered: predictions [217.5]"),
        (
            CallResult({"swagger": "2.0"}, operation=Operation.SWAGGER),
            """client answered: the service's description {"swagger":"2.0"}""",
        ),
        (
            CallResult({}, operation=Operation.HEALTH),
            "client answered: that the service is healthy",
        ),
        (CallError({"kind": "timeout"}), 'client answered: error {"kind":"timeout"}'),
        (Omitted(2_000_000, "[1,2"), "client answered: [1,2… (2000000 characters)"),
        (
            Fault(Code.EXITED, "exited with status 70"),
            "client gave no answer: it exited with status 70",
        ),
    ],
)
def test_answer(failed: Verdict, answer: Answer, line: str) -> None:
    """Each kind of answer is one line."""
    assert shown(failed, answers=(answer,))[0] == line


@pytest.mark.parametrize(
    ("status", "words"), [(3, "exited with status 3"), (-9, "was ended by signal 9")]
)
def test_output(failed: Verdict, status: int, words: str) -> None:
    """A one-shot is shown with how it ended and what it wrote."""
    line = shown(failed, outputs=(Output(status, b"[1]\n", b"\xff"),))[0]
    assert line == f"program {words}: standard output '[1]\\n', standard error '\ufffd'"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "POST /score → 503; at +0.000 s for 0.500 s, request 1 on connection 1"),
        ({}, "  headers Host: 127.0.0.1:1; Authorization: ***"),
        ({}, "  reply   no"),
        ({"reply": None, "ending": Ending.ABANDONED}, "POST /score → no reply, abandoned; "),
        ({"reply": SentReply(None, (), b"x")}, "POST /score → raw bytes; "),
        ({"body": b"\xff"}, "  body    \ufffd"),
    ],
)
def test_exchange(
    failed: Verdict, exchange: Exchange, changes: dict[str, object], words: str
) -> None:
    """An exchange is shown with its request, its reply and how it ended."""
    changed = replace(exchange, **changes)  # type: ignore[arg-type]
    assert words.replace("***", "Bearer ***") in "\n".join(shown(failed, exchanges=(changed,)))


def test_services(failed: Verdict, exchange: Exchange) -> None:
    """The service that received a request is named, unless all went to the main one."""
    other = replace(exchange, service="other")
    for exchanges, named in (
        ((exchange, exchange), []),
        ((other,), ["other"]),
        ((exchange, other), ["main", "other"]),
    ):
        heads = [line for line in shown(failed, exchanges=exchanges) if "endpoint saw" in line]
        names = [head.partition(", at the service ")[2].partition(":")[0] for head in heads]
        assert list(filter(None, names)) == named


def test_location(failed: Verdict, exchange: Exchange) -> None:
    """Of a redirect it is shown where it leads."""
    reply = SentReply(307, (("location", "http://127.0.0.1:2/score"),), b"")
    seen = shown(failed, exchanges=(replace(exchange, reply=reply),))
    assert "  reply   Location: http://127.0.0.1:2/score" in seen


def test_times(failed: Verdict, exchange: Exchange) -> None:
    """Exchanges are blocks, with times that count from the start of the first one."""
    later = replace(exchange, connection=2, started=exchange.started + 0.25, ended=1.5)
    heads = [line for line in shown(failed, exchanges=(exchange, later)) if "endpoint" in line]
    assert [head.partition("at ")[2] for head in heads] == [
        "+0.000 s for 0.500 s, request 1 on connection 1",
        "+0.250 s for 0.250 s, request 1 on connection 2",
    ]


@pytest.mark.parametrize(("number", "words"), [(1, "1 other item"), (7, "7 other items")])
def test_other_items_in_flight(failed: Verdict, number: int, words: str) -> None:
    """A failure shows how many other items were in flight at the same time, if any were."""
    assert not [line for line in lines(failed) if "at the same time" in line]
    shown = list(lines(replace(failed, in_flight=number)))
    assert f"at the same time in the session: up to {words}" in shown


LONG = "x" * 2000


@pytest.mark.parametrize(
    ("expected", "found", "text"),
    [
        ("Bearer ***", "Bearer ***", ["differs from what was expected in a masked part"]),
        (f"{LONG}a{LONG}", f"{LONG}b{LONG}", ["from character 1901: expected …x", "found …x"]),
        ("\x1b", "\\x1b", [r"expected '\x1b'", r"found '\\x1b'"]),
    ],
)
def test_no_two_equal_lines(failed: Verdict, expected: str, found: str, text: list[str]) -> None:
    """A difference that masking, shortening or escaping would hide is shown all the same."""
    mismatch = Mismatch("x", Witness.CLIENT, "header X", expected, found)
    verdict = replace(failed, mismatches=(mismatch,), testimony=Testimony(), stderr=())
    first, *others = map(printable, lines(verdict))
    assert text[0] in first
    assert text[1:] == [] or text[1] in others[0]
    assert "expected ".join(first.split("expected ")[1:]) not in others[0]


def test_no_request(verdicts: dict[Outcome, Verdict]) -> None:
    """A failure without a request reports that; an item without a verdict does not."""
    assert shown(verdicts[Outcome.FAIL]) == ["endpoint saw: no request"]
    assert not [line for line in lines(verdicts[Outcome.NO_VERDICT]) if "endpoint" in line]


def test_control_call(failed: Verdict, exchange: Exchange) -> None:
    """The evidence on a control call is shown as such, unless the call succeeded."""
    succeeded = Testimony((CallResult([1]),), (), (exchange,))
    assert shown(replace(failed, control=succeeded)) == ["endpoint saw: no request"]
    control = Testimony((CallError({}),), (), (exchange,))
    assert [line[:27] for line in shown(replace(failed, control=control)) if line[0] != " "] == [
        "endpoint saw: no request",
        "control call: client answer",
        "control call: endpoint saw:",
    ]


def test_many_calls(failed: Verdict, exchange: Exchange) -> None:
    """Five answers and five exchanges are shown, and the others counted."""
    seen = shown(failed, answers=(CallResult([]),) * 20, exchanges=(exchange,) * 7)
    heads = [line.split(" ")[0] for line in seen if line[0] != " "]
    assert heads == [*["client"] * 5, "…", *["endpoint"] * 6]
    assert seen[5] == "… 15 more"
    assert seen[-1] == "endpoint saw: … 2 more"


def test_shortened(failed: Verdict, exchange: Exchange) -> None:
    """Long texts are shortened and show their length, with the bytes that the report omits."""
    long = "x" * 3000
    changed = replace(
        exchange, target=long, headers=(("A", long),), body=long.encode(), omitted=500
    )
    mismatches = tuple(
        Mismatch("x", Witness.CLIENT, f"predictions[{number}]", long, long) for number in range(50)
    )
    verdict = replace(
        failed,
        mismatches=mismatches,
        testimony=Testimony((CallResult(long),), (), (changed,)),
        stderr=(long,),
        reason=Fault(Code.EXITED, long),
    )
    seen = list(lines(verdict))
    assert max(map(len, seen)) < 2500
    assert "… 30 more differences" in seen
    assert "… (3014 characters)" in "".join(line for line in seen if "answered" in line)
    assert "… (3500 bytes)" in "".join(line for line in seen if "body " in line)


def test_remedies(failed: Verdict) -> None:
    """What can be done about a fault is shown once, whether it is the reason or an answer."""
    fault = Fault(Code.START_FAILED, "cannot be started", remedy="make it executable")
    for seen in (shown(failed, answers=(fault, fault)), [*lines(replace(failed, reason=fault))]):
        assert [line for line in seen if "remedy" in line] == ["remedy: make it executable"]
        assert seen[-1] == "remedy: make it executable"
