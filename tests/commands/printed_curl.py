"""The curl commands that `scoreline serve` prints, as calls."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import requests


def curl_call(lines: list[str], number: int = 0) -> Callable[[], requests.Response]:
    """The call that a printed curl command makes."""
    curl = shlex.split([line for line in lines if line.startswith("curl ")][number])
    given = list(pairwise(curl))
    headers = dict(value.split(": ", 1) for name, value in given if name == "-H")
    authority = next((value for name, value in given if name == "--cacert"), True)
    (data,) = (value for name, value in given if name in {"-d", "--data-binary"})
    body = Path(data[1:]).read_bytes() if data.startswith("@") else data.encode()
    return lambda: requests.post(
        curl[-1], body, headers=headers, verify=authority, timeout=20, allow_redirects=False
    )
