"""Clients as processes: how they are built, what they are given, and how they end."""

from __future__ import annotations

import errno
import json
import os
import re
import signal
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scoreline.drivers import process_program
from scoreline.drivers.driver import Launch
from scoreline.drivers.process import ProcessDriver
from scoreline.drivers.process_program import ProcessProgram
from scoreline.drivers.process_table import ProcessTable, process_table
from scoreline.drivers.program import ProgramError
from scoreline.fault import Code
from scoreline.protocol.manifest import Client, Mode

Run = Callable[[Any], None]
Make = Callable[..., Client]
Ends = Callable[[int], bool]

SHOW = """
import json, os, sys; from pathlib import Path
result = Path(sys.argv[1], "result")
print(json.dumps({
    "result": result.exists() and result.read_text(),
    "folder": os.getcwd(),
    "environment": dict(os.environ),
    "arguments": sys.argv[2:],
    "read": [Path(name).read_text() for name in sys.argv[2:]],
}))
"""
SESSION, ONE_SHOT = Launch(Mode.SESSION), Launch(Mode.ONE_SHOT)


def silent(_: str) -> None:
    """Ignores progress."""


async def output(driver: ProcessDriver, client: Client, launch: Launch = ONE_SHOT) -> Any:
    """What a one-shot prints, as JSON."""
    program = await driver.start(client, launch)
    chunks = []
    while data := await program.read():
        chunks.append(data)
    assert await program.wait() == 0
    await program.kill()
    return json.loads(b"".join(chunks))


def files(folder: Path, pattern: str = "*") -> list[Path]:
    """What is in a folder now."""
    return list(folder.glob(pattern))


def test_table(client: Make) -> None:
    """The table of a client is read as it is written; a mode without a command is left out."""
    made = client(build=("pass",), session=["run", "session"])
    described = process_table(made)
    assert isinstance(described, ProcessTable)
    assert (described.requires, described.remedy) == ((), "get it")
    assert described.build == ((sys.executable, "-S", "-c", "pass", "{build}"),)
    assert described.command(Mode.SESSION) == ("run", "session")
    short = Client("short", "Python", made.folder, {"process": {"requires": [], "remedy": ""}})
    with pytest.raises(ProgramError) as caught:
        process_table(short).command(Mode.SESSION)
    assert caught.value.fault.code == Code.MODE_MISSING


def test_unavailable(client: Make, tmp_path: Path) -> None:
    """A client is unavailable if its table or a program it requires is missing."""
    driver = ProcessDriver(tmp_path)
    assert driver.unavailable(client(requires=["sh"])) is None
    assert driver.modes(client()) == set(Mode)
    lacking = driver.unavailable(client(requires=["sh", "no-such", "nor-this"]))
    assert lacking is not None
    assert lacking.code == Code.PROGRAM_MISSING
    assert (lacking.details, lacking.remedy) == ({"programs": "no-such, nor-this"}, "get it")
    other = Client("other", "Python", tmp_path, {"container": {"session": []}})
    undescribed = driver.unavailable(other)
    assert undescribed is not None
    assert undescribed.code == Code.NOT_DESCRIBED
    assert undescribed.remedy
    assert driver.modes(other) == set()


def test_environment(
    run: Run, client: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A client inherits no proxies, nor settings of clients and runtimes; it gets its launch's."""
    inherited_by_none = {"AZUREML_SCORING_KEY", "HTTPS_PROXY", "http_proxy", "PYTHONUNBUFFERED"}
    inherited_by_none |= {"PYTHONIOENCODING", "JAVA_TOOL_OPTIONS"}
    for name in (*inherited_by_none, "AZUREML_SCORING_URI"):
        monkeypatch.setenv(name, "elsewhere")
    monkeypatch.setenv("OTHER", "kept")

    async def scenario() -> None:
        driver = ProcessDriver(tmp_path)
        launch = Launch(Mode.ONE_SHOT, environment={"AZUREML_SCORING_URI": "here"})
        shown = await output(driver, client(SHOW), launch)
        environment = shown["environment"]
        assert environment["AZUREML_SCORING_URI"] == "here"
        assert environment["OTHER"] == "kept"
        assert not inherited_by_none & environment.keys()

    run(scenario())


def test_killed_with_children(run: Run, client: Make, tmp_path: Path, ends: Ends) -> None:
    """A program is killed with all its children, even those that ignore SIGTERM."""
    program = """
import os, signal, sys
signal.signal(signal.SIGTERM, signal.SIG_IGN)
os.fork(); os.fork()
sys.stdout.write(f"{os.getpid()}\\n"); sys.stdout.flush()
signal.pause()
"""

    async def scenario() -> None:
        running = await ProcessDriver(tmp_path).start(client(program), SESSION)
        written = b""
        while written.count(b"\n") < 4:
            written += await running.read()
        await running.kill()
        assert all(ends(int(line)) for line in written.split())
        assert await running.wait() == -signal.SIGKILL
        with pytest.raises(ProgramError) as caught:
            running.post(b"anybody there?")
        assert caught.value.fault.code == Code.STDIN_CLOSED

    run(scenario())


def test_no_such_program(run: Run, client: Make, tmp_path: Path) -> None:
    """A program that cannot be started is named, with the reason."""

    async def scenario() -> None:
        made = client(session=["/no/such/program"])
        with pytest.raises(ProgramError) as caught:
            await ProcessDriver(tmp_path).start(made, SESSION)
        assert caught.value.fault.code == Code.START_FAILED
        assert "/no/such/program" in caught.value.fault.message
        assert os.strerror(errno.ENOENT) in caught.value.fault.message

    run(scenario())


CHILD = """
import os, sys, time
reading, writing = os.pipe()
if os.fork() == 0:
    if sys.argv[1] == "beyond": os.setsid()
    os.write(writing, b"there"); time.sleep(20 if sys.argv[1] == "beyond" else 1000); os._exit(0)
os.read(reading, 5)
print("said", flush=True); print("wrong", file=sys.stderr, flush=True)
os._exit(5)
"""


@pytest.mark.parametrize(("where", "linger_seconds"), [("group", 1000.0), ("beyond", 0.1)])
def test_dead_program_with_open_pipes(
    where: str, linger_seconds: float, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The end of a program ends its streams: a child ends with it, or is not waited for."""
    monkeypatch.setattr(process_program, "LINGER_SECONDS", linger_seconds)
    command = (sys.executable, "-S", "-c", CHILD, where)

    async def scenario() -> None:
        program = await ProcessProgram.start(command, tmp_path, os.environ)
        written = b""
        while data := await program.read():
            written += data
        assert written == b"said\n"
        assert await program.rest_of_stderr() == b"wrong\n"
        assert await program.wait() == 5
        await program.kill()

    run(scenario())


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for temporary files that nobody else uses."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def test_files(run: Run, client: Make, tmp_path: Path, temporary: Path) -> None:
    """A program can read its files, finds their folder by `{files}`, and takes them with it."""
    launch = Launch(
        Mode.ONE_SHOT,
        arguments=("{files}/ca.pem", "{files}/other"),
        environment={"SSL_CERT_FILE": "{files}/ca.pem", "BOTH": "{files}:{files}"},
        files={"ca.pem": b"certificate", "other": b""},
    )

    async def scenario() -> None:
        shown = await output(ProcessDriver(tmp_path), client(SHOW), launch)
        assert shown["read"] == ["certificate", ""]
        folder = Path(shown["arguments"][0]).parent
        assert folder.parent == temporary
        assert shown["arguments"] == [f"{folder}/ca.pem", f"{folder}/other"]
        assert shown["environment"]["SSL_CERT_FILE"] == f"{folder}/ca.pem"
        assert shown["environment"]["BOTH"] == f"{folder}:{folder}"
        assert files(temporary) == []

    run(scenario())


def test_files_of_a_killed_program(run: Run, client: Make, tmp_path: Path, temporary: Path) -> None:
    """The files of a program that is killed are removed, and so are those of one not started."""
    launch = Launch(Mode.SESSION, files={"ca.pem": b"certificate"})

    async def scenario() -> None:
        driver = ProcessDriver(tmp_path)
        running = await driver.start(client("import signal; signal.pause()"), launch)
        assert len(files(temporary, "*/ca.pem")) == 1
        await running.kill()
        assert files(temporary) == []
        with pytest.raises(ProgramError):
            await driver.start(client(session=["/no/such/program"]), launch)
        assert files(temporary) == []

    run(scenario())


@pytest.mark.parametrize("name", ["", ".", "..", "a/b", "/etc/passwd", "../x"])
def test_bad_file_name(name: str) -> None:
    """A file of a launch is never written outside its folder."""
    with pytest.raises(ValueError, match=re.escape(repr(name))):
        Launch(Mode.SESSION, files={name: b""})
