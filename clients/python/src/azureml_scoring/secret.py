"""A value that is sent but never shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

MASK = "***"
_HEXADECIMAL = frozenset("0123456789abcdefABCDEF")
LONGEST_ESCAPE = 6
r"""The length of `\u002b`, the longest form of one character."""


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
    return _masked(text, secrets, len(text))


def mask_start(data: bytes, length: int, secrets: tuple[Secret, ...]) -> bytes:
    """Return the first `length` bytes of `data`, with every occurrence of a secret masked.

    An occurrence that extends past `length` is replaced entirely: a partial value could not be
    found after truncation. No more of `data` is read than this needs.
    """
    longest = max((len(secret.reveal()) for secret in secrets), default=0)
    # Each byte is one character of Latin-1, so that positions stay the same.
    text = data[: length + longest * LONGEST_ESCAPE].decode("latin-1")
    return _masked(text, secrets, length).encode("latin-1")


def _masked(text: str, secrets: tuple[Secret, ...], length: int) -> str:
    found = sorted(place for secret in secrets for place in occurrences(text, secret.reveal()))
    kept, copied = [], 0
    for start, end in found:
        if start >= length:
            break
        if start >= copied:
            kept += [text[copied:start], MASK]
        copied = max(copied, end)
    return "".join([*kept, text[copied : max(copied, length)]])


def occurrences(text: str, value: str) -> list[tuple[int, int]]:
    r"""Return where `value` is in `text`, with any of its characters escaped as JSON allows.

    A service that echoes a key containing `+` may write it as `\u002b` or `\+`. One pass over the
    text follows all ways to read it at once: bit `n` of a state says that the first `n` characters
    of the value end here. The time grows with the text, whatever the value.
    """
    if "\\" not in text:
        return _plain_occurrences(text, value)
    wanted: dict[str, int] = {}
    for index, character in enumerate(value):
        wanted[character] = wanted.get(character, 0) | 1 << index
    states: dict[int, int] = {}  # by position, without those that are zero
    found, free, awake = [], 0, -1
    starts = _starts(text, value)
    at = start = next(starts)
    while at < len(text):
        if at == start or at in states:  # what is being read here may be an escape
            awake = max(awake, at + (LONGEST_ESCAPE if text[at] == "\\" else 1))
        end, state = at + 1, 0
        for begin, read in _readings(text, end):
            if begin >= free:
                state |= ((states.get(begin, 0) | 1) & wanted.get(read, 0)) << 1
        if state >> len(value):
            found.append((_start(text, value, states, end, free), end))
            free = end
        elif state:
            states[end], awake = state, max(awake, end)
        while start <= at:
            start = next(starts)
        at = end if end <= awake else start
    return found


def _starts(text: str, value: str) -> Iterator[int]:
    """Yield where an occurrence may begin, in order, and then the end of the text for ever."""
    first, second = value[0], value[1:2]
    ways = (first + second, first + "\\", "\\" + first, "\\u00")
    places = [-1] * len(ways)
    at = -1
    while at < len(text):
        for index, way in enumerate(ways):
            if places[index] <= at:
                place = text.find(way, at + 1)
                places[index] = place if place >= 0 else len(text)
        at = min(places)
        yield at
    while True:
        yield len(text)


def _plain_occurrences(text: str, value: str) -> list[tuple[int, int]]:
    found, at = [], text.find(value)
    while at >= 0:
        found.append((at, at + len(value)))
        at = text.find(value, at + len(value))
    return found


def _readings(text: str, end: int) -> list[tuple[int, str]]:
    """Return where the last character before `end` may begin, and what it is."""
    readings = [(end - 1, text[end - 1])]
    if text.startswith("\\", end - 2, end - 1):
        readings.append((end - 2, text[end - 1]))
    start = end - LONGEST_ESCAPE
    if (
        start >= 0
        and text.startswith("\\u", start)
        and _HEXADECIMAL.issuperset(text[start + 2 : end])
    ):
        readings.append((start, chr(int(text[start + 2 : end], 16))))
    return readings


def _start(text: str, value: str, states: dict[int, int], end: int, free: int) -> int:
    """Return where the occurrence of `value` that ends at `end` starts: as early as possible."""
    places = {end}
    for length in range(len(value) - 1, -1, -1):
        places = {
            begin
            for place in places
            for begin, read in _readings(text, place)
            if begin >= free
            and read == value[length]
            and (length == 0 or states.get(begin, 0) >> length & 1)
        }
    return min(places)
