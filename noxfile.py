"""The tasks of the project. `python3 noxfile.py -s NAME` installs nox if it is missing."""

from __future__ import annotations

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - before anything that an older Python may not have
    sys.exit(
        "Scoreline needs Python 3.11 or newer, and this is Python "
        f"{sys.version_info[0]}.{sys.version_info[1]}: run this file with a newer one, such as "
        "`python3.13 noxfile.py`."
    )

import os
import re
import shutil
import subprocess
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
OURS = ("harness", "tests", "noxfile.py")
LOCK = ROOT / "harness" / "requirements.txt"
PIP = ("--quiet", "--disable-pip-version-check")


def _locked(*origins: str) -> str:
    """The entries of the lock that these origins need: `project`, or dependency groups.

    The lock has all groups. Its comments name what each package is needed by, so that no session
    installs the packages of another one, and pip still gets every hash.
    """
    entries = {
        entry.partition("==")[0]: entry
        for entry in re.split(r"^(?=[a-z])", LOCK.read_text("utf-8"), flags=re.MULTILINE)[1:]
    }
    group = "scoreline (pyproject.toml:{})"
    needed = {
        "scoreline (pyproject.toml)" if origin == "project" else group.format(origin)
        for origin in origins
    }
    known = 0
    while known < len(needed):
        known = len(needed)
        needed |= {
            name
            for name, entry in entries.items()
            if not needed.isdisjoint(re.findall(r"# +(?:via +)?(\S.*)$", entry, re.MULTILINE))
        }
    return "".join(entry for name, entry in entries.items() if name in needed)


def _fetch_nox() -> None:
    """Continues with the nox in `.nox/nox`, which the first call installs."""
    folder = ROOT / ".nox" / "nox"
    python = folder / ("Scripts" if os.name == "nt" else "bin") / "python"
    if not (folder / "complete").exists():
        print("nox is not installed: installing it into .nox/nox", file=sys.stderr)  # noqa: T201
        venv.create(folder, with_pip=True, clear=True)
        (folder / "requirements.txt").write_text(_locked("tasks"), "utf-8")
        wanted = ("--require-hashes", "--requirement", folder / "requirements.txt")
        subprocess.run([python, "-m", "pip", "install", *PIP, *wanted], check=True)  # noqa: S603
        (folder / "complete").touch()
    # Not a child: that would be killed a quarter of a second after Ctrl-C.
    os.execv(python, [python, ROOT / "noxfile.py", *sys.argv[1:]])  # noqa: S606


try:
    import nox
except ModuleNotFoundError:
    if __name__ != "__main__":
        raise
    _fetch_nox()

nox.needs_version = ">=2025.10"
nox.options.reuse_venv = "yes"
nox.options.sessions = ["lint", "types", "tests", "conformance"]

INTERRUPT_SECONDS = 30.0
"""How long a program may take to end its clients after Ctrl-C; nox itself waits 0.3 s."""

IN_CI = os.environ.get("CI") == "true"
"""In CI a session that cannot run fails; elsewhere it is skipped with a message."""

CLIENTS = {
    # client: the program it needs, and its checks, which run in its folder
    "csharp": (
        "dotnet",
        ["dotnet format --verify-no-changes", "dotnet build", "dotnet test", "dotnet pack"],
    ),
    "go": (
        "go",
        [
            "gofmt -d .",
            "go vet ./...",
            "go tool -modfile=tools.mod golangci-lint run ./...",
            "go test -race ./...",
        ],
    ),
    "java": (
        "mvn",
        [
            "mvn -B -P lint spotless:check test-compile",
            "mvn -B -q test",
            "mvn -B -P release -DskipTests package",
        ],
    ),
    "python": (
        "python",
        ["ruff format --check", "ruff check", "mypy", "basedpyright", "pytest -q"],
    ),
}


def _install(session: nox.Session, *groups: str) -> None:
    """Installs the harness from the checkout, its build backend and its dependencies from the lock.

    Nothing is installed if the session's environment already has all of it.
    """
    requirements = _locked("project", "build", *groups)
    folder = Path(session.virtualenv.location)
    installed = f"{ROOT}\n{(ROOT / 'pyproject.toml').read_text('utf-8')}\n{requirements}"
    complete = folder / "complete"
    if complete.exists() and complete.read_text("utf-8") == installed:
        return
    (folder / "requirements.txt").write_text(requirements, "utf-8")
    session.install(*PIP, "--require-hashes", "--requirement", str(folder / "requirements.txt"))
    # The build backend is in the environment: an isolated build would fetch it without hashes.
    session.install(*PIP, "--no-build-isolation", "--no-deps", "--editable", ".")
    complete.write_text(installed, "utf-8")


@nox.session(tags=["ci"])
def conformance(session: nox.Session) -> None:
    """Judge the four clients; arguments go to `scoreline run`."""
    _install(session)
    required = ("--require", "all") if IN_CI and "--require" not in session.posargs else ()
    session.run(
        "scoreline", "run", *required, *session.posargs, interrupt_timeout=INTERRUPT_SECONDS
    )


@nox.session(tags=["ci"])
def tests(session: nox.Session) -> None:
    """Test the harness, including the broken clients; arguments go to pytest."""
    _install(session, "tests", "mutants")
    required = ("--require-docker",) if IN_CI else ()
    session.run("pytest", "-n", "auto", *required, *session.posargs)


@nox.session(tags=["ci"])
def lint(session: nox.Session) -> None:
    """Check the format, the lint and the import contracts of the harness."""
    _install(session, "lint")
    session.run("ruff", "format", "--check", *OURS)
    session.run("ruff", "check", *OURS)
    session.run("lint-imports", "--no-logo")


@nox.session(tags=["ci"])
def types(session: nox.Session) -> None:
    """Check the types of the harness."""
    _install(session, "types", "tests", "mutants")
    session.run("mypy")


@nox.session(tags=["ci"])
@nox.parametrize("client", [nox.param(name, id=name) for name in CLIENTS])
def clients(session: nox.Session, client: str) -> None:
    """Run a client's formatter, linter and unit tests."""
    program, checks = CLIENTS[client]
    if client == "python":
        locks = ("requirements.txt", "requirements-checks.txt")
        wanted = [part for lock in locks for part in ("-r", f"clients/python/{lock}")]
        session.install(*PIP, "--require-hashes", *wanted)
    elif shutil.which(program) is None:
        message = f"{client}: {program} is not on PATH, so its tests do not run"
        if IN_CI:
            session.error(message)
        session.skip(message)
    session.chdir(ROOT / "clients" / client)
    for command in checks:
        session.run(*command.split(), external=client != "python")


@nox.session
def evidence(session: nox.Session) -> None:
    """Play the broken clients against every case, and list which cases catch each of them.

    It takes half an hour; the tests play a part of it.
    """
    _install(session)
    session.run(
        "python",
        "-m",
        "tests.strength.evidence",
        *session.posargs,
        interrupt_timeout=INTERRUPT_SECONDS,
    )


@nox.session
def mutants(session: nox.Session) -> None:
    """Change the Python client in small ways, and list the changes that no case notices.

    It takes more than an hour; `-- --sample 100` draws a sample, and `-- --new` leaves out what was
    noticed before.
    """
    _install(session, "mutants")
    session.run(
        "python",
        "-m",
        "tests.strength.mutants",
        *session.posargs,
        interrupt_timeout=INTERRUPT_SECONDS,
    )


@nox.session
def differential(session: nox.Session) -> None:
    """Ask the four clients about random replies, and show the smallest one that divides them.

    `-- --count 5000 --seed 2` tries more and others, `-- go java` asks these clients alone.
    """
    _install(session, "differential")
    session.run("python", "-m", "tests.differential.differential", *session.posargs)


@nox.session
def bench(session: nox.Session) -> None:
    """Measure speed, and compare with docs/bench.json, which `-- --keep` writes."""
    _install(session)
    session.run("python", "harness/bench.py", *session.posargs)


if __name__ == "__main__":
    os.chdir(ROOT)
    nox.main()
