"""Every test starts with an environment that says nothing of proxies, CAs or the service."""

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
    """What the machine has set must not decide a test; programs started run this very source."""
    monkeypatch.setenv("PYTHONPATH", str(SOURCE))
    for name in os.environ:
        if name.lower().endswith(("_proxy", "_ca_bundle")) or name.startswith("AZUREML_"):
            monkeypatch.delenv(name)


@pytest.fixture
def service() -> Iterator[Service]:
    """A service that answers the documented predictions."""
    with Service() as running:
        yield running


@pytest.fixture
def client(service: Service) -> Iterator[ScoringClient]:
    """A client of that service, without a key."""
    with ScoringClient(service.uri) as made:
        yield made


@pytest.fixture
def harness() -> Iterator[Harness]:
    """A session with the real client."""
    with Harness() as made:
        yield made
