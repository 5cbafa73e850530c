"""Fixtures. Every test runs without proxy, CA and service variables in its environment."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from harness import Harness
from service import Service

import azureml_scoring
from azureml_scoring import ScoringClient

SOURCE = Path(azureml_scoring.__file__).parents[1]


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Remove variables that could affect a test; programs that a test starts use this source."""
    monkeypatch.setenv("PYTHONPATH", str(SOURCE))
    for name in os.environ:
        if name.lower().endswith(("_proxy", "_ca_bundle")) or name.startswith("AZUREML_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("AZUREML_SCORING_RETRIES", "0")  # except where they are what is tested


@pytest.fixture
def service() -> Iterator[Service]:
    """A service that replies with the documented predictions."""
    with Service() as running:
        yield running


@pytest.fixture
def client(service: Service) -> Iterator[ScoringClient]:
    """A client of that service, without a key."""
    with ScoringClient(service.uri) as made:
        yield made


@pytest.fixture
def harness() -> Iterator[Harness]:
    """A session that uses the real client."""
    with Harness() as made:
        yield made
