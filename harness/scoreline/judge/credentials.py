"""Credentials: no key may appear in anything that the client writes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from scoreline.formats.json import render
from scoreline.protocol.answer import CallError, Predictions
from scoreline.results.evidence import Evidence
from scoreline.results.verdict import Mismatch, Witness

_PIECE = re.compile(r"[A-Za-z0-9._-]{8,}")
"""A part of a key that looks the same in every quotation; other characters may be escaped."""


def traces(secrets: Iterable[str]) -> tuple[str, ...]:
    """What betrays a secret: the secret itself, and each part that is never escaped."""
    whole = tuple(secrets)
    return (*whole, *(piece for secret in whole for piece in _PIECE.findall(secret)))


def credentials(evidence: Evidence) -> Iterator[Mismatch]:
    """One mismatch if a secret appears in the client's output. Contains no part of the secret."""
    texts = [evidence.transcript]
    for answer in evidence.testimony.answers:  # the same text again, with JSON's escapes removed
        if isinstance(answer, Predictions):
            texts.append(render(answer.value))
        elif isinstance(answer, CallError):
            texts.append(render(answer.members))
    if any(trace in text for trace in traces(evidence.secrets) for text in texts):
        yield Mismatch(
            "secret",
            Witness.CLIENT,
            "secrets",
            "no key in the client's output",
            "the key appears in the client's output",
        )
