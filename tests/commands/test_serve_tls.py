"""`scoreline serve --tls`: the model over TLS, to be called with the file that is printed."""

from __future__ import annotations

import re
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import requests
from tests.commands.printed_curl import curl_call
from tests.commands.serve_process import serving, stop

from scoreline.suite.service import Certificate

TRUSTED = Certificate.TRUSTED.value


def test_the_trusted_certificate_is_accepted() -> None:
    """A client that trusts the printed file gets predictions; the file is gone at the end."""
    with serving("--tls", TRUSTED) as (process, lines):
        assert lines[0].startswith("Scoring URI  https://127.0.0.1:")
        reply = curl_call(lines)()
        assert (reply.status_code, reply.json()) == (200, [217.67978776218715])
        (file,) = (line.split()[-1] for line in lines if line.startswith("CA file"))
        assert f"--cacert {file} " in "\n".join(lines)
        assert Path(file).exists()
        first, last = stop(process, signal.SIGHUP)
        assert re.fullmatch(r"POST /score 200 \d+\.\d ms", first)
        assert last == "Stopped."
        assert not Path(file).parent.exists()


@pytest.mark.parametrize("kind", [kind.value for kind in Certificate if kind != TRUSTED])
def test_any_other_certificate_is_refused(kind: str) -> None:
    """A client that verifies refuses it, and the log has a line for that."""
    with serving("--tls", kind) as (process, lines):
        assert f"Certificate  {kind}" in lines
        with pytest.raises(requests.exceptions.SSLError):
            curl_call(lines)()
        first, last = stop(process)
        assert first.startswith("TLS handshake failed: ")
        assert ("EXPIRED" in first) == (kind == "expired")
        assert last == "Stopped."


def test_an_unknown_kind_is_refused(call: Callable[..., Any]) -> None:
    """The line has the kind that was probably meant."""
    done = call("serve", "--tls", "expird")
    line = "scoreline: --tls: 'expird' is not a kind of certificate; did you mean expired?\n"
    assert (done.status, done.out, done.err) == (2, "", line)


def test_the_help_names_each_kind(call: Callable[..., Any]) -> None:
    """The kinds are those of the case language."""
    text = re.sub(r"(?<=-)\s+", "", call("serve", "--help").out)  # lines end after hyphens too
    assert {kind.value for kind in Certificate} <= {word.strip(",.") for word in text.split()}
