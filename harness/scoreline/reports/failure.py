"""A verdict that is no pass, in words, for every report that people read."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from scoreline.contract.evidence import Verdict


def rerun(verdict: Verdict, manifest: str | None) -> str:
    """The one line that plays the case again.

    Args:
        verdict: what is to be played again.
        manifest: path of the client's manifest where it is none of the reference clients.
    """
    words = ["scoreline", "run"]
    if manifest is not None:
        words.append(manifest)
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
