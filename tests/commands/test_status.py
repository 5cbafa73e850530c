"""Exit statuses, and the messages for invalid arguments on standard error."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Final, Protocol

import pytest

KEY: Final = re.compile(r"scoreline-[0-9a-f]{64}")
PASSES, FAILS = "scoring/documented-first", "request/user-agent"
"""A case that the smallest adapter passes, and one that it fails."""


class Done(Protocol):
    """The result of a call of the command, as conftest.py defines it."""

    status: int
    out: str
    err: str


Call = Callable[..., Done]


def test_all_as_expected(judge: Call) -> None:
    """The status is 0 if every case passes or is not applicable."""
    done = judge("--case", PASSES, "--case", "modes/one-shot-scores")
    assert done.status == 0
    assert "1 passed, 0 failed, 1 not applicable in " in done.out


def test_client_failed(judge: Call) -> None:
    """The status is 1 if a case fails; the failure is shown without the key."""
    done = judge("--case", FAILS)
    assert done.status == 1
    assert f"FAIL smallest  {FAILS}" in done.out
    assert KEY.search(done.out + done.err) is None


def test_nothing_judged(call: Call, client: Callable[..., Path]) -> None:
    """The status is 3 if nothing can be judged, because the client exits or is unavailable."""
    run = ("run", "--driver", "process", "--case")
    dead = call(*run, PASSES, client("dead", "raise SystemExit('no luck')"))
    assert dead.status == 3
    assert "no luck" in dead.out
    absent = call(*run, PASSES, client("absent", requires="no-such-program"))
    assert absent.status == 3
    assert "0 passed, 0 failed, 1 client unavailable (absent) in " in absent.out
    assert "remedy: get it" in absent.out


def test_nothing_applicable(judge: Call) -> None:
    """The status is 3 if no case applies to the client."""
    assert judge("--case", "modes/one-shot-*").status == 3


def test_one_client_unavailable(call: Call, client: Callable[..., Path], smallest: Path) -> None:
    """An unavailable client is reported, and fails the run only if it is required."""
    absent = client("absent", requires="no-such-program")
    run = ("run", "--driver", "process", smallest, absent, "--case", PASSES)
    assert call(*run).status == 0
    assert call(*run, "--require", "smallest").status == 0
    for names in ("absent", "all", " smallest , absent "):
        done = call(*run, "--require", names)
        assert done.status == 1
        assert "REQUIRED AND UNAVAILABLE: absent" in done.out


def test_manifests_beside_options(call: Call, client: Callable[..., Path], smallest: Path) -> None:
    """Manifests may stand before, between and after the options."""
    one, other = (client(name, requires="no-such-program") for name in ("one", "other"))
    done = call("run", one, "--driver", "process", smallest, "--case", PASSES, other)
    assert done.status == 0
    for name in ("one", "other", "smallest"):
        assert re.search(rf"^{name}: ", done.out, re.MULTILINE), done.out


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (("--case", "error/*"), "--case: 'error/*': matches nothing; did you mean errors/*?"),
        (("--case", "qqq"), "scoreline: --case: 'qqq': matches nothing; known: "),
        (("--case", "errors/status-50"), "did you mean errors/status-50"),
        (("--case", PASSES, "--case", "x"), "scoreline: --case: 'x': matches nothing"),
        (("--client", "smalest"), "--client: 'smalest': matches nothing; did you mean smallest?"),
        (("--client", "SMALLEST"), "--client: 'SMALLEST': matches nothing; did you mean smallest?"),
        (("--require", "smallest,x"), "scoreline: --require: 'x': matches nothing"),
        (("--report", "json"), "scoreline: --report: json: "),
        (("--report", "xml=x"), "scoreline: --report: xml"),
        (("--report", "jnuit=x"), "unknown format; did you mean junit?"),
        (("--driver", "magic"), "invalid choice: 'magic'"),
        (("--driver", "proces"), "did you mean process?"),
        (("--deadline", "soon"), "scoreline: --deadline: soon is not a positive number of seconds"),
        (("--seed", "-1"), "scoreline: --seed: -1 is not a whole number"),
        (("--seed", "1.5"), "scoreline: --seed: 1.5 is not a whole number"),
        (("--seed", "٣"), "scoreline: --seed: ٣ is not a whole number"),
        (("--deadline", "nan"), "scoreline: --deadline: nan is not a positive number of seconds"),
        (("--deadline", "0"), "scoreline: --deadline: 0 is not a positive number of seconds"),
        (("--report", "json=no/x"), "--report: json=no/x: No such file or directory"),
        (("--cases", PASSES), f"unrecognized arguments: --cases {PASSES}; did you mean --case?"),
        (("--verbos=x",), "scoreline: -v/--verbose: ignored explicit argument 'x'"),
        (("-q", "-v"), "not allowed with argument"),
        (("--last-failed",), "scoreline: --last-failed: nothing failed in the last run"),
        (("--\x1b[2J\u202e",), r"unrecognized arguments: --\x1b[2J\u202e"),
        (("--case", "\x1b[2J\u202e"), r"scoreline: --case: '\x1b[2J\u202e': matches nothing"),
    ],
)
def test_usage(judge: Call, arguments: tuple[str, ...], text: str) -> None:
    """The status is 2 for an invalid argument; standard error has the reason, and nothing runs."""
    done = judge(*arguments)
    assert done.status == 2
    assert text in done.err
    assert done.out == ""


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        ((), "the following arguments are required: COMMAND"),
        (("play",), "invalid choice: 'play'"),
        (("explian",), "did you mean explain?"),
        (("explain", "SCORE1"), "matches nothing; did you mean SCORE-1?"),
        (("explain", "score-1"), "matches nothing; did you mean SCORE-1?"),
        (("explain", "scorin/documented"), "did you mean scoring/documented?"),
        (("run", "nowhere"), "scoreline: nowhere: No such file or directory"),
        (
            ("explain", "errors/none"),
            "scoreline: CASE or REQUIREMENT: 'errors/none': matches nothing",
        ),
        (("explain",), "the following arguments are required: CASE|REQUIREMENT"),
        (("list", "things"), "invalid choice: 'things'"),
    ],
)
def test_usage_without_a_client(call: Call, arguments: tuple[str, ...], text: str) -> None:
    """The status of every other command is 2 as well."""
    done = call(*arguments)
    assert done.status == 2
    assert text in done.err


@pytest.mark.parametrize(
    ("arguments", "usage", "text"),
    [
        (("run", "--xyz"), "scoreline run", "--xyz"),
        (("serve", "--prot", "0"), "scoreline serve", "--prot 0; did you mean --port?"),
        (("clean", "all"), "scoreline clean", "all"),
        (("--versoin", "clean"), "scoreline", "--versoin; did you mean --version?"),
    ],
)
def test_help_is_that_of_the_command(
    call: Call, arguments: tuple[str, ...], usage: str, text: str
) -> None:
    """What a command does not know is refused with its help and the nearest of its options."""
    done = call(*arguments)
    assert done.err == f"scoreline: unrecognized arguments: {text}; see {usage} --help\n"


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (("run", "--deadline", "x"), "--deadline: x is not a positive number of seconds; see "),
        (("run", "--client", "nobody"), "--client: 'nobody': matches nothing; "),
        (("serve", "--key", "a", "--no-key"), "--no-key: not allowed with argument --key; see "),
        (("serve", "--tls", "x"), "--tls: 'x' is not a kind of certificate; "),
    ],
)
def test_options_are_refused_alike(call: Call, arguments: tuple[str, ...], text: str) -> None:
    """Whatever finds out that an option cannot be used, there is one line in one style."""
    done = call(*arguments)
    assert (done.status, done.out, done.err.count("\n")) == (2, "", 1)
    assert done.err.startswith(f"scoreline: {text}")


def test_required_client_of_another_run(call: Call) -> None:
    """A required client that is not in the run is told from one that there is not."""
    done = call("run", "--client", "go", "--require", "python,nobody")
    assert done.err.splitlines() == [
        "scoreline: --require: 'python': is not one of the clients of this run: go",
        "scoreline: --require: 'nobody': matches nothing; known: csharp, go, java, python",
    ]


def test_bad_manifest(call: Call, client: Callable[..., Path]) -> None:
    """An invalid manifest is refused with one line per problem, which names file and field."""
    path = client("mine") / "client.toml"
    path.write_text(path.read_text("utf-8").replace("session", "sesion") + "x = 1\n", "utf-8")
    done = call("run", path.parent)
    assert done.status == 2
    lines = done.err.splitlines()
    assert all(line.startswith(f"scoreline: {path}: process") for line in lines)
    assert len(lines) == 3
