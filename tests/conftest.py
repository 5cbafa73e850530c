"""Shared by all tests. Tests that need a Docker engine are marked, and skipped with a notice."""

from __future__ import annotations

import importlib
import os
import re
import signal
import time
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final

import pytest

from scoreline.drivers.engine import connect
from scoreline.fault import FaultError

pytest_plugins: Final = ["pytester"]
ROOT: Final = Path(__file__).parents[1]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Adds the option that makes a missing engine a failure."""
    parser.addoption(
        "--require-docker",
        action="store_true",
        default=os.environ.get("SCORELINE_REQUIRE_DOCKER") == "1",
        help="fail if no Docker engine is available (also SCORELINE_REQUIRE_DOCKER=1)",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Registers the marker."""
    config.addinivalue_line("markers", "docker: needs a Docker engine")


@pytest.hookimpl(tryfirst=True, optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """With pytest-xdist, one worker plays a batch of broken clients, and one uses the engine.

    Not by its marks for groups: xdist 3.8 writes them into an attribute that pytest 9.2 lacks.
    """
    scheduler: Any = importlib.import_module("xdist.scheduler").LoadScopeScheduling(config, log)
    scheduler._split_scope = _scope
    return scheduler


def _scope(nodeid: str) -> str:
    """What one worker has to run: the tests of a batch of broken clients, or the drivers."""
    found = re.match(r"tests/(drivers/|test_broken_clients\.py::.*\[(?P<batch>batch-\d+))", nodeid)
    return nodeid if found is None else found["batch"] or found[1]


@cache
def missing() -> str:
    """Why no Docker engine can be used; empty if one can."""
    try:
        connect().close()
    except FaultError as error:
        return str(error)
    return ""


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skips a test that needs a Docker engine if there is none, or fails it if one is required."""
    if item.get_closest_marker("docker") and (reason := missing()):
        if item.config.getoption("--require-docker"):
            pytest.fail(f"{reason}, and --require-docker was given", pytrace=False)
        pytest.skip(f"NOT TESTED: {reason}")


@pytest.fixture
def hangup() -> Iterator[None]:
    """Programs that a test starts are ended by SIGHUP, even if these tests run under nohup."""
    ignored = signal.signal(signal.SIGHUP, signal.SIG_DFL)
    yield
    signal.signal(signal.SIGHUP, ignored)


def alive(number: int) -> bool:
    """Whether a process is running. A zombie is not, which its parent may leave for seconds."""
    try:
        os.kill(number, 0)
        return Path(f"/proc/{number}/stat").read_text("utf-8").rpartition(")")[2].split()[0] != "Z"
    except ProcessLookupError:
        return False
    except FileNotFoundError:  # it has ended just now, or this system has no /proc
        return True


def has_ended(number: int) -> bool:
    """Whether a process ends within ten seconds."""
    end = time.monotonic() + 10
    while alive(number):
        if time.monotonic() > end:
            return False
        time.sleep(0.01)
    return True


@pytest.fixture
def ends() -> Callable[[int], bool]:
    """Whether the process of a number ends."""
    return has_ended


@pytest.fixture(scope="session")
def smallest(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the smallest adapter of docs/protocol.md and its client.toml."""
    page = (ROOT / "docs" / "protocol.md").read_text("utf-8")
    section = page.partition("## The smallest adapter\n")[2].partition("\n## ")[0]
    folder = tmp_path_factory.mktemp("smallest")
    for language, name in (("python", "adapter.py"), ("toml", "client.toml")):
        blocks = re.findall(rf"^```{language}\n(.*?)^```$", section, re.DOTALL | re.MULTILINE)
        assert len(blocks) == 1, f"the page has {len(blocks)} blocks of {language} there, not one"
        (folder / name).write_text(blocks[0], "utf-8")
    return folder
