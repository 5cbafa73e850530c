"""Masking: the one place where secrets are removed from what a report may show."""

from __future__ import annotations

import json
import re
import secrets as random
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar
from urllib.parse import quote

T = TypeVar("T")

MASK = "***"
_PREFIX = "scoreline-"
_DIGITS = 64
_LEAST = 16
_GENERATED = re.compile(rf"{_PREFIX}[0-9a-f]{{{_LEAST},{_DIGITS}}}")
"""A generated key, or the first part of one whose text was cut off."""


def new_key() -> str:
    """A key of 256 random bits, in a form that `masked` recognises wherever it appears."""
    return f"{_PREFIX}{random.token_hex(_DIGITS // 2)}"


def masked(value: T, secrets: Iterable[str] = ()) -> T:
    """A copy of a value with every secret replaced by `***`.

    A secret is also recognised as JSON or a URI quotes it, and in headers, which have one
    character per byte.

    Args:
        value: text, bytes, a dataclass, or tuples, lists and mappings of them.
        secrets: what to mask in addition to generated keys; the empty string is ignored.
    """
    texts = {form for secret in secrets if secret for form in _forms(secret)}
    longest_first = sorted(texts, key=len, reverse=True)
    pattern = re.compile("|".join([*map(re.escape, longest_first), _GENERATED.pattern]))
    octets = re.compile(pattern.pattern.encode())
    result: T = _masked(value, pattern, octets)
    return result


def _forms(secret: str) -> Iterator[str]:
    """How a secret may be written."""
    yield secret
    yield secret.encode().decode("latin-1")
    yield json.dumps(secret)[1:-1]
    yield json.dumps(secret, ensure_ascii=False)[1:-1]
    yield quote(secret, safe="")


def _masked(value: Any, pattern: re.Pattern[str], octets: re.Pattern[bytes]) -> Any:
    if isinstance(value, str):
        return pattern.sub(MASK, value) if type(value) is str else value
    if isinstance(value, bytes):
        return octets.sub(MASK.encode(), value)
    if isinstance(value, tuple | list):
        return type(value)(_masked(item, pattern, octets) for item in value)
    if isinstance(value, Mapping):
        return {
            _masked(key, pattern, octets): _masked(item, pattern, octets)
            for key, item in value.items()
        }
    if is_dataclass(value) and not isinstance(value, type):
        changes = {
            one.name: _masked(getattr(value, one.name), pattern, octets) for one in fields(value)
        }
        return replace(value, **changes)
    return value
