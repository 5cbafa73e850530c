"""Masking: the one place where secrets are removed from what a report may show."""

from __future__ import annotations

import json
import re
import secrets as random
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from functools import cache
from operator import is_
from typing import Any, TypeVar
from urllib.parse import quote

T = TypeVar("T")

MASK = "***"
_MASK_BYTES = MASK.encode()
_PREFIX = "scoreline-"
_DIGITS = 64
_LEAST = 16
_GENERATED = re.compile(rf"{_PREFIX}[0-9a-f]{{{_LEAST},{_DIGITS}}}")
"""A generated key, or the first part of one whose text was cut off."""
_GENERATED_BYTES = re.compile(_GENERATED.pattern.encode())
_NUMBERS = frozenset({int, float})
"""The types in rows and predictions, which need no masking."""


def new_key() -> str:
    """A key of 256 random bits, in a form that `masked` recognises wherever it appears."""
    return f"{_PREFIX}{random.token_hex(_DIGITS // 2)}"


def masked(value: T, secrets: Iterable[str] = ()) -> T:
    """A value with every secret replaced by `***`; parts without a secret are not copied.

    A secret is also recognised as JSON or a URI quotes it, and in headers, which have one
    character per byte.

    Args:
        value: text, bytes, a dataclass, or tuples, lists and mappings of them.
        secrets: what to mask in addition to generated keys; the empty string is ignored.
    """
    others = (secret for secret in secrets if secret and not _GENERATED.fullmatch(secret))
    texts = {form for secret in others for form in _forms(secret)}
    pattern, octets = _GENERATED, _GENERATED_BYTES
    if texts:  # else the patterns of every case are the same, and were compiled long ago
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
    kind: Any = type(value)
    if kind is str:
        return pattern.sub(MASK, value)
    if kind is bytes:
        return octets.sub(_MASK_BYTES, value)
    if kind is tuple or kind is list:
        return _masked_items(value, pattern, octets)
    if isinstance(value, Mapping):
        return {
            _masked(key, pattern, octets): _masked(item, pattern, octets)
            for key, item in value.items()
        }
    return _masked_members(value, pattern, octets) if _names(kind) else value


def _masked_items(value: Any, pattern: re.Pattern[str], octets: re.Pattern[bytes]) -> Any:
    if _NUMBERS.issuperset(map(type, value)):
        return value
    items = type(value)([_masked(item, pattern, octets) for item in value])
    return value if all(map(is_, items, value)) else items


def _masked_members(value: Any, pattern: re.Pattern[str], octets: re.Pattern[bytes]) -> Any:
    changes = {}
    for name in _names(value.__class__):
        member = getattr(value, name)
        changed = _masked(member, pattern, octets)
        if changed is not member:
            changes[name] = changed
    return replace(value, **changes) if changes else value


@cache
def _names(kind: Any) -> tuple[str, ...]:
    """The names of a dataclass's fields; none for any other type."""
    return tuple(one.name for one in fields(kind)) if is_dataclass(kind) else ()
