"""The tasks of the project. `python3 noxfile.py -s NAME` installs nox if it is missing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
OURS = ("harness", "tests", "noxfile.py")
CONSTRAINTS = ROOT / "harness" / "constraints.txt"


def _fetch_nox() -> None:
    """Continues with the nox in `.nox/nox`, which the first call installs."""
    folder = ROOT / ".nox" / "nox"
    python = folder / ("Scripts" if os.name == "nt" else "bin") / "python"
    if not (folder / "complete").exists():
        print("nox is not installed: installing it into .nox/nox", file=sys.stderr)  # noqa: T201
        venv.create(folder, with_pip=True, clear=True)
        pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, "--constraint", CONSTRAINTS, "nox"], check=True)  # noqa: S603
        (folder / "complete").touch()
    sys.exit(subprocess.call([python, ROOT / "noxfile.py", *sys.argv[1:]]))  # noqa: S603


try:
    import nox
except ModuleNotFoundError:
    if __name__ != "__main__":
        raise
    _fetch_nox()

nox.needs_version = ">=2025.10"
nox.options.reuse_venv = "yes"
nox.options.sessions = ["lint", "types", "tests", "conformance"]

IN_CI = os.environ.get("CI") == "true"
"""In CI a session that cannot run fails; elsewhere it is skipped with a message."""

CLIENTS = {
    # client: the program it needs, and its checks, which run in its folder
    "csharp": (
        "dotnet",
        ["dotnet format --verify-no-changes", "dotnet build", "dotnet test"],
    ),
    "go": (
        "go",
        [
            "gofmt -d .",
            "go vet ./...",
            "go tool -modfile=tools.mod staticcheck ./...",
            "go test -race ./...",
        ],
    ),
    "java": ("mvn", ["mvn -B -q spotless:check test-compile", "mvn -B -q test"]),
    "python": ("python", ["ruff format --check", "ruff check", "mypy", "pytest -q"]),
}


def _install(session: nox.Session, *groups: str) -> None:
    """Installs the harness from the checkout, with pinned dependencies."""
    pip = ("--quiet", "--disable-pip-version-check", "--constraint", str(CONSTRAINTS))
    wanted = nox.project.dependency_groups(nox.project.load_toml("pyproject.toml"), *groups)
    session.install(*pip, "--editable", ".", *wanted)


@nox.session(tags=["ci"])
def conformance(session: nox.Session) -> None:
    """Judge the four clients; arguments go to `scoreline run`."""
    _install(session)
    required = ("--require", "all") if IN_CI and "--require" not in session.posargs else ()
    session.run("scoreline", "run", *required, *session.posargs)


@nox.session(tags=["ci"])
def tests(session: nox.Session) -> None:
    """Test the harness, including the broken clients; arguments go to pytest."""
    _install(session, "tests")
    required = ("--require-docker",) if IN_CI else ()
    session.run("pytest", *required, *session.posargs)


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
    _install(session, "types", "tests")
    session.run("mypy")


@nox.session(tags=["ci"])
@nox.parametrize("client", [nox.param(name, id=name) for name in CLIENTS])
def clients(session: nox.Session, client: str) -> None:
    """Run a client's formatter, linter and unit tests."""
    program, checks = CLIENTS[client]
    if client == "python":
        tools = ("requests", "urllib3", "mypy", "pytest", "ruff")
        session.install("--quiet", "--constraint", "clients/python/constraints.txt", *tools)
    elif shutil.which(program) is None:
        message = f"{client}: {program} is not on PATH, so its tests do not run"
        if IN_CI:
            session.error(message)
        session.skip(message)
    session.chdir(ROOT / "clients" / client)
    for command in checks:
        session.run(*command.split(), external=client != "python")


@nox.session
def bench(session: nox.Session) -> None:
    """Measure the whole command, round trips per second, and growth with the number of cases."""
    _install(session)
    session.run("python", "harness/bench.py", *session.posargs)


if __name__ == "__main__":
    os.chdir(ROOT)
    nox.main()
