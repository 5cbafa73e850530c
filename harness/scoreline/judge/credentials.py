"""Credentials: a key belongs in one header of its own service, and nowhere else."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from urllib.parse import quote

from scoreline.formats.json import render
from scoreline.protocol.answer import CallError, CallResult
from scoreline.protocol.message import shorten
from scoreline.results.evidence import Evidence
from scoreline.results.exchange import Exchange
from scoreline.results.masking import MASK
from scoreline.results.verdict import Mismatch, Witness

_PIECE = re.compile(r"[A-Za-z0-9._-]{8,}")
"""A part of a key that looks the same in every quotation; other characters may be escaped."""
_LEAST = 8
"""Shorter forms are not searched for: they appear by chance."""
_BASE64_GROUP = 3
"""Bytes that base64 writes as a unit: how a text is written depends on where in it a key begins."""


def traces(secrets: Iterable[str]) -> tuple[str, ...]:
    """What betrays a secret: the secret, and what is easily made of it.

    These are its parts that are never escaped, its halves, and the secret reversed, in base64, in
    hexadecimal and percent-encoded.
    """
    return tuple(dict.fromkeys(form for secret in secrets for form in _traces_of(secret)))


@lru_cache(maxsize=256)
def _traces_of(secret: str) -> tuple[str, ...]:
    # Kept: what a client writes is searched while its case runs, and again when that is judged.
    return tuple(form for form in (secret, *_forms(secret)) if form)


def _forms(secret: str) -> Iterator[str]:
    pieces = _PIECE.findall(secret)
    yield from pieces
    for text in (secret, *pieces):
        middle = len(text) // 2
        encoded = text.encode()
        others = [text[:middle], text[middle:], text[::-1], quote(text, safe="")]
        others += [encoded.hex(), encoded.hex().upper(), *_base64_forms(encoded)]
        others += ["".join(f"%{byte:02{case}}" for byte in encoded) for case in "xX"]
        yield from (other for other in others if len(other) >= _LEAST)


def _base64_forms(data: bytes) -> Iterator[str]:
    """How base64 writes bytes within a longer text, for each place at which they may begin."""
    for offset in range(_BASE64_GROUP):
        text = base64.b64encode(b"\0" * offset + data).decode()
        # Characters that depend on what stands before or after are left out.
        first = offset and offset + 1
        last = len(text.rstrip("=")) - (1 if (offset + len(data)) % _BASE64_GROUP else 0)
        yield text[first:last]
        yield text[first:last].translate(str.maketrans("+/", "-_"))


def exposed(command_line: Sequence[str], forms: Iterable[str]) -> str | None:
    """The first argument of a process that betrays a secret, for people; None if there is none.

    Args:
        command_line: the arguments of the process, its name first.
        forms: what betrays a secret; see `traces`.

    Returns:
        The argument and the name of its process. Words with a secret in them are masked whole.
    """
    known = tuple(forms)
    for argument in command_line:
        if _holds(argument, known):
            longest_first = "|".join(map(re.escape, sorted(known, key=len, reverse=True)))
            word = re.compile(rf"\S*(?:{longest_first})\S*")
            name, text = (word.sub(MASK, one) for one in (command_line[0], argument))
            return f"{shorten(text)!r}, an argument of {shorten(name)!r}"
    return None


def credentials(evidence: Evidence) -> Iterator[Mismatch]:
    """At most one mismatch of each code for each witness. Contains no part of the secret."""
    forms = traces(evidence.secrets)
    written = [place for place, text in _written(evidence) if _holds(text, forms)]
    if written:
        yield _mismatch(
            Witness.CLIENT,
            "no key in the client's output",
            f"the key, or what is easily made of it, in {', '.join(dict.fromkeys(written))}",
        )
    if evidence.exposed:
        yield _mismatch(
            Witness.CLIENT,
            "no key in the arguments of a process",
            f"the key, or what is easily made of it, in {evidence.exposed}",
            code="secret-in-arguments",
        )
    for exchange in evidence.testimony.exchanges:
        places = [place for place, text in _sent(exchange, evidence) if _holds(text, forms)]
        if places:
            name = evidence.service_of(exchange)
            to = f" of a request to the service {name}" if len(evidence.services) > 1 else ""
            yield _mismatch(
                Witness.ENDPOINT,
                "a key in Authorization alone, and on its own service alone",
                f"a key, or what is easily made of it, in {', '.join(dict.fromkeys(places))}{to}",
            )
            return


def _written(evidence: Evidence) -> Iterator[tuple[str, str]]:
    """What the client wrote, with the names of the places; answers without JSON's escapes."""
    for answer in evidence.testimony.answers:
        if isinstance(answer, CallResult):
            yield "its predictions", render(answer.value)
            for name, value in answer.response.items():
                yield f"response.{name}", render(value)
        elif isinstance(answer, CallError):
            for name, value in answer.members.items():
                yield f"error.{name}", render(value)
    yield "a line on one of its streams", evidence.transcript


def _holds(text: str, forms: Iterable[str]) -> bool:
    return any(form in text for form in forms)


def _sent(exchange: Exchange, evidence: Evidence) -> Iterator[tuple[str, str]]:
    """The parts of a request that must not hold a key, with their names."""
    yield "the request line", f"{exchange.method} {exchange.target}"
    name = evidence.services.get(exchange.service)
    foreign = {evidence.given.get(f"{other}.key") for other in evidence.services.values()}
    foreign -= {evidence.given.get(f"{name}.key")}
    allowed = {f"Bearer {secret}" for secret in evidence.secrets if secret not in foreign}
    for header, value in exchange.headers:
        if header.lower() == "authorization" and value in allowed:
            continue
        yield f"the header {header}", f"{header}: {value}"
    yield "the body", exchange.body.decode("utf-8", "replace")


def _mismatch(witness: Witness, expected: str, found: str, code: str = "secret") -> Mismatch:
    return Mismatch(code, witness, "secrets", expected, found)
