"""A verdict that is no pass, in words, for every report that people read."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Mapping

from scoreline.results.verdict import Verdict

_CONTROL = re.compile("[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def printable(text: str) -> str:
    """One line that a terminal shows and does not obey, whatever a client wrote."""
    return _CONTROL.sub(lambda match: ascii(match[0])[1:-1], text)


def rerun(verdict: Verdict, manifests: Mapping[str, str], driver: str) -> str:
    """The one line that plays the case again.

    Args:
        verdict: what is to be played again.
        manifests: the paths that were given for clients that are no reference clients.
        driver: as it was chosen; `auto` is left out.
    """
    words = ["scoreline", "run"]
    if verdict.client in manifests:
        words.append(manifests[verdict.client])
    if driver != "auto":
        words += ["--driver", driver]
    return shlex.join([*words, "--client", verdict.client, "--case", verdict.case])


def lines(verdict: Verdict) -> Iterator[str]:
    """What was expected, what the client said, what the endpoint saw."""
    if verdict.reason:
        yield verdict.reason
    for mismatch in verdict.mismatches:
        yield f"{mismatch.subject}: expected {mismatch.expected}"
        yield f"{' ' * len(mismatch.subject)}     found {mismatch.found}  ({mismatch.witness})"
    for name, entries in (
        ("client said", verdict.said),
        ("endpoint saw", verdict.seen),
        ("standard error", verdict.stderr),
    ):
        for entry in entries:
            yield f"{name}: {entry}"
