"""The READMEs of the four clients: same sections, and every command and sample works."""

from __future__ import annotations

import ast
import asyncio
import os
import re
import shlex
import shutil
import signal
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pytest

from scoreline.cli import _parser
from scoreline.endpoint import Endpoint
from scoreline.suite.reply import Reply
from scoreline.suite.service import Service

ROOT: Final = Path(__file__).parents[1]
SAMPLES: Final = Path(__file__).parent / "client_readmes"
"""Per client: the project into which a reader installs it, and what the fragments are put into."""
ORIGIN: Final = "http://127.0.0.1:8080"
"""The origin of `scoreline serve` in the READMEs."""
BOUND_SECONDS: Final = 300.0
SECTIONS: Final = [
    "Install",
    "Score",
    "Configure",
    "Errors",
    "Connections and threads",
    "Secrets",
    "Command line",
    "Develop",
]
MARK: Final = "--- status"


@dataclass(frozen=True)
class Language:
    """How a reader of a client's README works.

    Attributes:
        fence: the language of the README's samples.
        needs: programs that must be on PATH.
        program: how the README starts the client's program.
        build: how the reader builds the project with the samples.
        run, run_fragments: how the reader runs the first sample, and the others.
        prints: what the others print.
    """

    fence: str
    needs: tuple[str, ...]
    program: str
    build: tuple[str, ...]
    run: str
    run_fragments: str
    prints: tuple[str, ...]


_PAYLOAD: Final = {"Results": [1, 2]}
LANGUAGES: Final = {
    "csharp": Language(
        "csharp",
        ("dotnet",),
        "app/azureml-scoring",
        ("dotnet build --nologo -v q -o built",),
        "dotnet built/Score.dll",
        "FRAGMENTS=1 dotnet built/Score.dll",
        ("…", "[1, 2]", "[1.5]", "attempts: 1, request: …"),
    ),
    "go": Language(
        "go",
        ("go",),
        "./azureml-scoring",
        ("go vet .", "go build -o score ."),
        "./score",
        "FRAGMENTS=1 ./score",
        ("[1 2]", "[1.5] after 2 attempts; request …", "try again in 1m1s"),
    ),
    "java": Language(
        "java",
        ("java", "javac", "mvn"),
        "java -jar ../scoreline/clients/java/target/program/azureml-scoring.jar",
        ("mvn -B -q compile dependency:build-classpath -Dmdep.outputFile=classpath",),
        "java -cp target/classes:$(cat classpath) Score",
        "java -cp target/classes:$(cat classpath) Fragments",
        ("try again in 61.0 s", "[1.5]: status 200 after 2 attempts"),
    ),
    "python": Language(
        "python",
        ("python3",),
        "azureml-scoring",
        (),
        "python score.py",
        "python fragments.py",
        (
            "{'Results': [1, 2]}",
            "throttled; try again in 61.0 s",
            "[1.5] after 2 attempt(s); request …",
        ),
    ),
}
every_client: Final = pytest.mark.parametrize("client", LANGUAGES)


@dataclass(frozen=True)
class Step:
    """A command of a README, and the lines shown below it."""

    command: str
    output: tuple[str, ...] = ()


def readme(client: str) -> str:
    """The text of a client's README."""
    return (ROOT / "clients" / client / "README.md").read_text("utf-8")


def section(client: str, title: str) -> str:
    """The text under a heading of the second level."""
    return readme(client).partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def blocks(text: str, fence: str) -> list[str]:
    """The fenced blocks of a language."""
    return re.findall(rf"^```{fence}\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)


def steps(text: str) -> list[Step]:
    """The commands of all console blocks."""
    found = [re.split(r"^\$ ", block, flags=re.MULTILINE)[1:] for block in blocks(text, "console")]
    lines = [one.splitlines() for block in found for one in block]
    return [Step(command, tuple(output)) for command, *output in lines]


def sample_output(client: str) -> str:
    """What the first sample prints, as the README states it."""
    (stated,) = re.findall(r"(?://|#|prints) `?(\[217\.\d+,? \d+\.\d+\])", section(client, "Score"))
    return stated


@every_client
def test_sections(client: str) -> None:
    """Each README has the same sections in the same order."""
    assert re.findall(r"^## (.*)$", readme(client), re.MULTILINE) == SECTIONS


@every_client
def test_installs_from_a_checkout(client: str) -> None:
    """Each README says once, in the same words, that it installs from a checkout."""
    lead = section("python", "Install").partition("```")[0]
    assert "not published yet" in lead
    assert section(client, "Install").startswith(lead)
    assert readme(client).count("not published") == 1


@every_client
def test_serve_command(client: str) -> None:
    """The command that starts the endpoint is valid, and its defaults are the URI and key shown."""
    (command,) = re.findall(r"`scoreline (serve [^`]*)`", section(client, "Score"))
    options = _parser().parse_args(command.split())
    uri = f"http://{options.host}:{options.port}"
    for title in ("Score", "Command line"):
        (export,) = [
            one.command for one in steps(section(client, title)) if "export" in one.command
        ]
        assert export == f"export AZUREML_SCORING_URI={uri}/score AZUREML_SCORING_KEY={options.key}"
    assert uri == ORIGIN


@every_client
def test_command_line_is_the_same(client: str) -> None:
    """The commands and outputs differ only in how the program is started."""
    program, python = LANGUAGES[client].program, LANGUAGES["python"].program
    here = [
        Step(one.command.replace(f"| {program} ", f"| {python} "), one.output)
        for one in steps(section(client, "Command line"))
    ]
    assert here == steps(section("python", "Command line"))


@every_client
def test_develop_has_the_commands_of_the_checks(client: str) -> None:
    """The commands under "Develop" are those that `nox -s clients` runs, and the image's build.

    The images are built by every run in containers.
    """
    listed = [
        one.command.partition("  #")[0].strip().removeprefix(".venv/bin/").replace(" -q", "")
        for one in steps(section(client, "Develop"))
    ]
    *listed, image = [one for one in listed if not re.match(r"python3 -m venv|pip install", one)]
    assert image == f"docker build -t azureml-scoring-{client} ."
    assert listed == [command.replace(" -q", "") for command in checks()[client]]


def checks() -> dict[str, list[str]]:
    """The checks of each client, as `noxfile.py` has them."""
    tree = ast.parse((ROOT / "noxfile.py").read_text("utf-8"))
    for node in tree.body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "CLIENTS":
            table: dict[str, Any] = ast.literal_eval(node.value)
            return {client: commands for client, (_, commands) in table.items()}
    pytest.fail("noxfile.py has no CLIENTS")


@every_client
def test_commands_and_samples(client: str, tmp_path: Path) -> None:
    """A reader who follows the README in a new project gets the outputs that it shows."""
    language = LANGUAGES[client]
    if absent := [name for name in language.needs if shutil.which(name) is None]:
        message = f"NOT TESTED: the README of {client} needs {', '.join(absent)} on PATH"
        if os.environ.get("CI") == "true":
            pytest.fail(message, pytrace=False)
        pytest.skip(message)
    project = reader(client, tmp_path)
    asked = [
        *steps(section(client, "Install")),
        *(Step(command) for command in language.build),
        *steps(section(client, "Score")),
        Step(language.run, (sample_output(client),)),
        Step(language.run_fragments, language.prints),
        *steps(section(client, "Command line")),
    ]
    outputs = asyncio.run(play(asked, project, environment(tmp_path)))
    for step, (output, status) in zip(asked, outputs, strict=True):
        assert status == 0, f"{step.command}\n{output}"
        if step.output:
            shown = re.escape("\n".join(step.output)).replace("…", ".+")
            assert re.fullmatch(shown, output), f"{step.command}\n{output}"


def reader(client: str, folder: Path) -> Path:
    """The reader's project, beside a checkout, with the README's samples in it."""
    built = shutil.ignore_patterns("bin", "obj", "target", ".venv", ".*_cache")
    shutil.copytree(
        ROOT / "clients" / client, folder / "scoreline" / "clients" / client, ignore=built
    )
    project = folder / "project"
    shutil.copytree(SAMPLES / client, project)
    samples = blocks(readme(client), LANGUAGES[client].fence)
    dependency = "".join(blocks(readme(client), "xml"))
    used = 0
    for file in [one for one in project.rglob("*") if one.is_file()]:
        text = file.read_text("utf-8").replace("<!-- the README's dependency -->", dependency)
        for number, sample in enumerate(samples, 1):
            place = re.compile(rf"^([ \t]*)(?://|#) the README's sample {number}$", re.MULTILINE)
            lines = sample.rstrip().split("\n")
            text, count = place.subn(
                lambda found, lines=lines: "\n".join(found[1] + line for line in lines), text
            )
            used += count
        file.write_text(text, "utf-8")
    assert used == len(samples), "a sample of the README is not run"
    return project


def environment(folder: Path) -> dict[str, str]:
    """The variables of the reader's shell: nothing is left in the user's Maven repository."""
    # Only what the project itself installs is kept out of the repository; the rest is shared.
    repository, shared = folder / "repository", Path.home() / ".m2" / "repository"
    for part in (Path(), Path("io"), Path("io/github")):
        (repository / part).mkdir(parents=True)
        for entry in (shared / part).glob("*"):
            if (part / entry.name).as_posix() not in {"io", "io/github", "io/github/scoreline"}:
                (repository / part / entry.name).symlink_to(entry)
    ours = {
        "GOPROXY": "off",
        "MAVEN_OPTS": shlex.quote(f"-Dmaven.repo.local={repository}"),
        "DOTNET_NOLOGO": "1",
        "DOTNET_CLI_TELEMETRY_OPTOUT": "1",
        "DOTNET_CLI_USE_MSBUILD_SERVER": "0",
        "MSBUILDDISABLENODEREUSE": "1",
        "UseSharedCompilation": "false",
        "RunAnalyzers": "false",  # a third of the time; the client's own checks run them
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "PIP_NO_COMPILE": "1",
    }
    mine = {name: value for name, value in os.environ.items() if name != "VIRTUAL_ENV"}
    return mine | ours


async def play(
    asked: list[Step], project: Path, variables: Mapping[str, str]
) -> list[tuple[str, int]]:
    """Runs the commands in one shell, beside the endpoint.

    Returns:
        The output and exit status of each.
    """
    busy = Reply(status=429, headers={"retry-after-ms": "1"})
    throttled = Reply(status=429, headers={"Retry-After": "61"})  # too long for another attempt
    async with Endpoint(default="diabetes") as endpoint:
        endpoint.add(Service("diabetes", "my-key"))
        endpoint.add(Service("payload", replies=(Reply(json=_PAYLOAD),)))
        endpoint.add(Service("throttled", replies=(throttled,)))
        endpoint.add(Service("busy", replies=(busy, Reply(json=[1.5]))))
        script = "".join(f"{one.command}\necho; echo '{MARK}' $?\n" for one in asked)
        output = project.parent / "output"
        with output.open("wb") as file:  # a pipe stays open until the last server of a build ends
            shell = await asyncio.create_subprocess_exec(
                "bash",
                "-c",
                script.replace(ORIGIN, endpoint.origin()),
                cwd=project,
                env={
                    **variables,
                    "PAYLOAD_URI": endpoint.uri("payload"),
                    "THROTTLED_URI": endpoint.uri("throttled"),
                    "BUSY_URI": endpoint.uri("busy"),
                },
                stdin=asyncio.subprocess.DEVNULL,
                stdout=file,
                stderr=asyncio.subprocess.STDOUT,
                start_new_session=True,
            )
            try:
                async with asyncio.timeout(BOUND_SECONDS):
                    await shell.wait()
            finally:
                with suppress(ProcessLookupError):
                    os.killpg(shell.pid, signal.SIGKILL)
    parts = re.findall(rf"(.*?)\n{MARK} (\d+)\n", output.read_text("utf-8"), re.DOTALL)
    return [(text.strip(), int(status)) for text, status in parts]
