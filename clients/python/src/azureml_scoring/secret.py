"""A value that is sent but never shown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

MASK = "***"
_LONGEST_ESCAPE = 6
r"""The length of `\u002b`, the longest form of one character."""
_BEGUN = re.compile(r"\\?|\\u.{0,3}", re.DOTALL)
"""What can be left of a character where a text was cut: nothing, or the beginning of an escape."""


class Secret:
    """A key that prints as `***` in every representation; only `reveal` returns its value."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """Return the value itself, for the header that carries it."""
        return self._value

    def __eq__(self, other: object) -> bool:
        """Return whether both secrets have the same value."""
        return self._value == other._value if isinstance(other, Secret) else NotImplemented

    def __hash__(self) -> int:
        return hash((Secret, self._value))

    def __repr__(self) -> str:
        return MASK


def mask(text: str, secrets: tuple[Secret, ...]) -> str:
    """Return `text` with every occurrence of a secret replaced by `***`."""
    return _masked(text, secrets, len(text), cut=False)


def mask_start(data: bytes, length: int, secrets: tuple[Secret, ...], *, cut: bool) -> bytes:
    """Return the first `length` bytes of `data`, with every occurrence of a secret masked.

    An occurrence that extends past `length` is replaced entirely: a partial value could not be
    found after truncation. No more of `data` is read than this needs.

    Args:
        data: the beginning of a body.
        length: how much of it to return, before masking.
        secrets: what to mask.
        cut: whether the body goes on after `data`, whose end may be in the middle of a secret.
    """
    longest = max((len(secret.reveal()) for secret in secrets), default=0)
    # Each byte is one character of Latin-1, so that positions stay the same.
    text = data[: length + longest * _LONGEST_ESCAPE].decode("latin-1")
    return _masked(text, secrets, length, cut=cut).encode("latin-1")


def _masked(text: str, secrets: tuple[Secret, ...], length: int, *, cut: bool) -> str:
    found = sorted(
        place for secret in secrets for place in occurrences(text, secret.reveal(), cut=cut)
    )
    kept: list[str]
    kept, copied = [], 0
    for start, end in found:
        if start >= length:
            break
        if start >= copied:
            kept += [text[copied:start], MASK]
        copied = max(copied, end)
    return "".join([*kept, text[copied : max(copied, length)]])


def occurrences(text: str, value: str, *, cut: bool) -> list[tuple[int, int]]:
    r"""Return where `value` is in `text`, with any of its characters escaped as JSON allows.

    A service that echoes a key containing `+` may write it as `\u002b` or `\+`.

    Args:
        text: what to search.
        value: what to find.
        cut: whether the beginning of `value` counts too if the end of `text` is in the middle.

    Returns:
        Start and end of each occurrence, from left to right; none overlaps the one before.
    """
    found: list[tuple[int, int]] = []
    firsts, free = {value[0], "\\"}, 0
    for start, character in enumerate(text):
        if start >= free and character in firsts:
            end = _end(text, start, value, cut=cut)
            if end is not None:
                found.append((start, end))
                free = end
    return found


def _end(text: str, start: int, value: str, *, cut: bool) -> int | None:
    """Return where the occurrence of `value` that starts at `start` ends, `None` if there is none.

    A backslash may be a character or begin an escape, so that the text can be read in several ways;
    the longest one is returned.
    """
    places = {start}
    for length, character in enumerate(value):
        if cut and length > 0 and any(_BEGUN.fullmatch(text, place) for place in places):
            return len(text)
        places = {after for place in places for after in _after(text, place, character)}
        if not places:
            return None
    return max(places)


def _after(text: str, place: int, character: str) -> Iterator[int]:
    """Yield where `text` goes on after `character` at `place`, in each way that it can be read."""
    if text.startswith(character, place):
        yield place + 1
    if text.startswith("\\" + character, place):
        yield place + 2
    escape = text[place : place + _LONGEST_ESCAPE]
    if escape.lower() == rf"\u{ord(character):04x}":
        yield place + _LONGEST_ESCAPE
