"""Whole runs of clients in containers: broken, interrupted and killed."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import docker
import pytest

from scoreline.drivers.driver import Launch
from scoreline.fault import Code
from scoreline.protocol.manifest import Client, Mode
from scoreline.results.evidence import Evidence
from scoreline.results.stream import read_report
from scoreline.results.verdict import ItemInfo, Mismatch, Outcome, Witness
from scoreline.runner.execution import Execution
from scoreline.runner.options import Options
from scoreline.runner.plan import ClientPlan, OwnSession, Plan
from scoreline.runner.run import run

pytestmark = pytest.mark.docker

HARNESS = Path(__file__).parents[2] / "harness"
BOUND_SECONDS = 120
CASE = "scoring/documented"


@contextlib.contextmanager
def command(
    clients: Client | tuple[Client, ...], resources: Any, *more: str
) -> Iterator[subprocess.Popen[str]]:
    """`scoreline run` as a user starts it, with a cache folder for this test."""
    chosen = clients if isinstance(clients, tuple) else (clients,)
    line = [sys.executable, "-m", "scoreline.cli", "run", *(str(one.folder) for one in chosen)]
    line += ["--driver", "container", "--case", CASE, *more]
    environment = os.environ | {"PYTHONPATH": str(HARNESS), "XDG_CACHE_HOME": str(resources.cache)}
    with subprocess.Popen(
        line, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def eventually(condition: Callable[[], Any]) -> Any:
    """Asks again and again; the first answer that is true."""
    end = time.monotonic() + BOUND_SECONDS
    while not (answer := condition()):
        assert time.monotonic() < end, "it never became true"
        time.sleep(0.05)
    return answer


def test_broken_dockerfile_beside_another(
    image_client: Callable[..., Client], resources: Any, tmp_path: Path
) -> None:
    """A build that fails costs only its client, and nothing is left of the run."""
    good, broken = image_client(), image_client("RUN exit 3", name="broken")
    file = tmp_path / "report.jsonl"
    with command((good, broken), resources, "--report", f"json={file}") as process:
        process.communicate(timeout=BOUND_SECONDS)
    assert process.returncode == 1
    verdicts = {verdict.client: verdict for verdict in read_report(file).verdicts}
    assert verdicts.keys() == {good.name, broken.name}
    assert verdicts[broken.name].outcome is Outcome.NO_VERDICT
    reason = verdicts[broken.name].reason
    assert reason is not None
    assert reason.code == Code.BUILD_FAILED
    assert verdicts[good.name].outcome is Outcome.FAIL, "it answers score with nothing"
    assert not resources.containers() | resources.networks()


def test_hanging_one_shot_beside_a_session(
    image_client: Callable[..., Client], resources: Any, tmp_path: Path
) -> None:
    """A one-shot that hangs is removed with its container, and fails nothing but its case."""
    good, hangs = image_client(), image_client("RUN touch /hang-once", name="hangs")
    file = tmp_path / "report.jsonl"
    more = ("--case", "modes/one-shot-scores", "--deadline", "2", "--report", f"json={file}")
    with command((good, hangs), resources, *more) as process:
        process.communicate(timeout=BOUND_SECONDS)
    codes = {
        (verdict.client, verdict.item.identifier): {one.code for one in verdict.mismatches}
        for verdict in read_report(file).verdicts
    }
    assert Code.TIMEOUT in codes[hangs.name, "modes/one-shot-scores"]
    assert Code.TIMEOUT not in codes[good.name, "modes/one-shot-scores"]
    assert codes[good.name, CASE], "it answers score with nothing"
    assert codes[hangs.name, CASE] == codes[good.name, CASE]


@dataclass(frozen=True)
class WithFiles:
    """An item that gives the client's program a file."""

    mode: Mode
    needs: tuple[str, ...] = ()
    own_session: OwnSession | None = None
    limited: bool = False

    @property
    def info(self) -> ItemInfo:
        """An item without level and requirements."""
        return ItemInfo(f"made-up/{self.mode.value}", "reads a file")

    async def play(self, execution: Execution) -> None:
        """Lets a one-shot read a file, also beside a session."""
        launch = Launch(Mode.ONE_SHOT, arguments=("{files}/one",), files={"one": b"content"})
        await execution.one_shot(launch, b"1")

    def judge(self, evidence: Evidence) -> tuple[Mismatch, ...]:
        """Expects that the program has read the file."""
        found = [output.stdout for output in evidence.testimony.outputs]
        if len(found) == 1 and b'"read": ["content"]' in found[0]:
            return ()
        return (Mismatch("read", Witness.CLIENT, "file", "content", repr(found)),)


def volumes_of(api: docker.APIClient, resources: Any, since: float) -> set[str]:
    """Names of the volumes that were mounted into containers of this test's runs."""
    span = {"since": f"{since:.9f}", "until": f"{time.time():.9f}"}
    seen = list(api.events(**span, decode=True, filters={"type": ["container", "volume"]}))
    folder = str(resources.cache)
    ours = {one["Actor"]["ID"] for one in seen if folder in str(one["Actor"]["Attributes"])}
    return {
        one["Actor"]["ID"]
        for one in seen
        if one["Type"] == "volume" and one["Actor"]["Attributes"].get("container") in ours
    }


def test_nothing_is_left_of_files(
    image_client: Callable[..., Client], resources: Any, api: docker.APIClient
) -> None:
    """A whole run that gives programs files leaves no volume, container or network behind."""
    started = time.time()
    made = image_client()
    plan = Plan((ClientPlan(made, (WithFiles(Mode.SESSION), WithFiles(Mode.ONE_SHOT))),))
    options = Options(cache=resources.cache / "scoreline", driver="container")
    report = asyncio.run(asyncio.wait_for(run(plan, options, lambda _: None), BOUND_SECONDS))
    assert [one.outcome for one in report.verdicts] == [Outcome.PASS] * 2, report.verdicts
    mounted = volumes_of(api, resources, started)
    assert len(mounted) == 2, "each program has a volume of its own"
    assert not mounted & {one["Name"] for one in api.volumes()["Volumes"] or ()}
    assert not resources.containers() | resources.networks()


@pytest.mark.usefixtures("hangup")
@pytest.mark.parametrize("times", [1, 5])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_interrupted(
    image_client: Callable[..., Client], resources: Any, number: int, times: int
) -> None:
    """A run that is interrupted ends soon, shows what it has and leaves nothing behind."""
    made = image_client("RUN touch /hang")
    with command(made, resources, "--deadline", "300") as process:
        eventually(resources.containers)
        for _ in range(times):
            process.send_signal(number)
        output, _ = process.communicate(timeout=30)
        assert process.returncode == 130
        assert "CUT OFF" in output
    assert not resources.containers() | resources.networks()
    assert not list((resources.cache / "scoreline" / "runs").iterdir())


def test_interrupted_build(
    image_client: Callable[..., Client], resources: Any, api: docker.APIClient
) -> None:
    """A run that is interrupted during a build does not wait for it, and the build stops."""
    word = uuid.uuid4().hex
    made = image_client(f"RUN : {word} && sleep 301")

    def building() -> list[str]:
        return [one["Id"] for one in api.containers() if word in str(one["Command"])]

    with command(made, resources) as process:
        eventually(building)
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=30)
        assert process.returncode == 130
    assert not resources.containers() | resources.networks()
    eventually(lambda: not building())


def test_killed(image_client: Callable[..., Client], resources: Any) -> None:
    """The next run removes what a killed run left behind, and nothing of a live run."""
    hanging, quick = image_client("RUN touch /hang"), image_client(name="quick")
    with command(hanging, resources, "--deadline", "300") as killed:
        left = eventually(resources.containers)
        killed.kill()
        killed.communicate()
    nets = resources.networks()
    assert resources.containers() == left
    assert len(nets) == 1
    with command(hanging, resources, "--deadline", "300") as alive:
        living = eventually(lambda: resources.containers() - left)
        assert not left & resources.containers()
        assert not nets & resources.networks()
        nets = resources.networks()
        with command(quick, resources) as beside:
            beside.communicate(timeout=BOUND_SECONDS)
        assert resources.containers() == living
        assert resources.networks() == nets
        alive.send_signal(signal.SIGINT)
        alive.communicate(timeout=30)
    assert not resources.containers() | resources.networks()
