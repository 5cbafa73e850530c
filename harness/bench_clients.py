"""What a client costs beside the bare HTTP library of its language, measured side by side.

Each client has a program in `bench/` that makes the same calls both ways, in turns. All of them
call a service of this process that answers at once and always the same.
"""

from __future__ import annotations

import asyncio
import json
import shutil
import sys
from collections import defaultdict
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from rich.table import Table

CLIENTS = Path(__file__).resolve().parents[1] / "clients"
PROGRAMS: Mapping[str, Sequence[Sequence[str]]] = {
    "csharp": (("dotnet", "run", "--configuration", "Release", "--project", "bench", "--"),),
    "go": (("go", "run", "./bench"),),
    "java": (
        ("mvn", "-B", "-q", "-DskipTests", "package"),
        # Before Java 25 each call of a client starts a thread, where there are two processors.
        (
            "java",
            "-Djava.util.concurrent.ForkJoinPool.common.parallelism=2",
            "-cp",
            "target/program/azureml-scoring.jar",
            "bench/Bench.java",
        ),
    ),
    "python": (("env", "PYTHONPATH=src", sys.executable, "bench/bench.py"),),
}
"""By client the commands that make and start its program, in its folder; the last one starts it."""
KEY = "a-key-for-the-bench"
AIM = 1.15
"""What a client may cost at most, as a multiple of the bare library."""
_BODY = b"[217.67978776218715, 224.78937091757172]"
_REPLY = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s" % (
    len(_BODY),
    _BODY,
)
_LENGTH = b"content-length:"


async def _answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answers all requests of a connection alike, until it is closed."""
    with suppress(asyncio.IncompleteReadError, ConnectionError):
        while True:
            head = await reader.readuntil(b"\r\n\r\n")
            _, found, rest = head.lower().partition(_LENGTH)
            await reader.readexactly(int(rest.partition(b"\r\n")[0]) if found else 0)
            writer.write(_REPLY)
    writer.close()


@asynccontextmanager
async def service() -> AsyncIterator[str]:
    """Serves on loopback; gives the scoring URI."""
    server = await asyncio.start_server(_answer, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/score"


@dataclass(frozen=True, slots=True)
class Round:
    """One line of a program: some calls made in one way.

    Attributes:
        who: `client` or `bare`.
        threads: how many calls are made at the same time.
        calls: how many were made.
        wall_seconds: by the clock.
        cpu_seconds: processor time of the program.
    """

    who: str
    threads: int
    calls: int
    wall_seconds: float
    cpu_seconds: float

    @classmethod
    def of(cls, line: str) -> Round:
        """The round that a program reports."""
        document = json.loads(line)
        return cls(
            document["who"],
            document["threads"],
            document["calls"],
            document["wallSeconds"],
            document["cpuSeconds"],
        )


async def rounds(name: str, uri: str, calls: int, count: int) -> list[Round]:
    """Runs the program of a client.

    Args:
        name: the client's.
        uri: of the service.
        calls: in each round.
        count: how many rounds.

    Raises:
        RuntimeError: the program failed.
    """
    *before, program = PROGRAMS[name]
    output = b""
    for command in (*before, (*program, uri, KEY, str(calls), str(count))):
        process = await asyncio.create_subprocess_exec(
            *command, cwd=CLIENTS / name, stdout=asyncio.subprocess.PIPE
        )
        output, _ = await process.communicate()
        if process.returncode:
            raise RuntimeError(f"{' '.join(command)} ended with status {process.returncode}")
    lines = output.decode().splitlines()
    return [Round.of(line) for line in lines if line.startswith("{")]


async def costs(calls: int, count: int) -> Table:
    """Measures every client whose language is on this machine.

    Args:
        calls: in each round.
        count: how many rounds.
    """
    table = Table(
        "client",
        "at once",
        "bare, ms",
        "client, ms",
        "wall ratio",
        "bare, CPU ms",
        "client, CPU ms",
        "CPU ratio",
        title="cost of a call beside the bare HTTP library",
        caption=f"medians of rounds in turns; aim: ratios of at most {AIM}",
    )
    async with service() as uri:
        for name, commands in PROGRAMS.items():
            if missing := [one[0] for one in commands if shutil.which(one[0]) is None]:
                table.add_row(name, f"{missing[0]} is not on PATH")
                continue
            for at_once, row in _rows(await rounds(name, uri, calls, count)).items():
                table.add_row(name, str(at_once), *row)
    return table


def _rows(measured: Sequence[Round]) -> dict[int, list[str]]:
    walls: defaultdict[tuple[int, str], list[float]] = defaultdict(list)
    cpus: defaultdict[tuple[int, str], list[float]] = defaultdict(list)
    for one in measured:
        walls[one.threads, one.who].append(one.wall_seconds / one.calls * 1000)
        cpus[one.threads, one.who].append(one.cpu_seconds / one.calls * 1000)
    return {
        threads: [text for each in (walls, cpus) for text in _compared(each, threads)]
        for threads in sorted({threads for threads, _ in walls})
    }


def _compared(each: Mapping[tuple[int, str], Sequence[float]], threads: int) -> list[str]:
    bare, client = (median(each[threads, who]) for who in ("bare", "client"))
    return [f"{bare:.3f}", f"{client:.3f}", f"{client / bare:.2f}"]
