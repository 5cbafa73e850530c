"""Ways to write a message that JSON-RPC and JSON allow, and that nobody chooses by default."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from enum import StrEnum

from scoreline.formats.json import render

LARGEST_ID = 2**53 - 1
"""The largest integer that every reader of JSON keeps exactly (RFC 8259, section 6)."""
_BLANKS = " \t "
_EXPONENT = 2
_DECOY = "more"
"""The name of the unknown member; its value looks like a message."""


class Spelling(StrEnum):
    """How a message is written. All but the last two mean exactly what the plain one does."""

    PLAIN = "plain"
    REORDERED = "reordered"
    SPACED = "spaced"
    ESCAPED = "escaped"
    EXPONENTS = "exponents"
    LARGE_ID = "large-id"
    EXTENDED = "extended"


def identifier(number: int, spelling: Spelling) -> int:
    """The `id` of a session's request: its number, from 1 on, or a large one instead of it."""
    return LARGEST_ID - number if spelling is Spelling.LARGE_ID else number


def spelled(message: Mapping[str, object], spelling: Spelling) -> str:
    r"""A message in a spelling, without a line break.

    - `reordered`: the members of every object from the last to the first
    - `spaced`: spaces and a tab around every token
    - `escaped`: every character of names and strings as an escape: `"\u0069\u0064"`
    - `exponents`: every double with an exponent: `0.01` as `0.0001E+2`. Integers stay as they are
    - `extended`: an unknown member, which looks like another message, before the others of the
      message and of `params`

    Args:
        message: the message; its `id` is already the one that the spelling asks for.
        spelling: how to write it.

    Raises:
        ValueError: a number is not finite.
        TypeError: a value has no JSON form.
    """
    match spelling:
        case Spelling.PLAIN | Spelling.LARGE_ID:
            return render(message)
        case Spelling.REORDERED:
            return render(_reordered(message))
        case Spelling.SPACED:
            return _BLANKS + "".join(_tokens(message, after=_BLANKS))
        case Spelling.ESCAPED:
            return "".join(_tokens(message, text=_escaped))
        case Spelling.EXPONENTS:
            return "".join(_tokens(message, number=_with_exponent))
        case Spelling.EXTENDED:
            return render(_extended(message))


def _reordered(value: object) -> object:
    if isinstance(value, Mapping):
        return {name: _reordered(value[name]) for name in reversed(list(value))}
    if isinstance(value, list | tuple):
        return [_reordered(one) for one in value]
    return value


def _extended(message: Mapping[str, object]) -> dict[str, object]:
    params = message.get("params")
    decoy = {"jsonrpc": "2.0", "id": 0, "method": "shutdown", "client": "", "rows": [[0.0]]}
    if isinstance(params, Mapping):
        message = {**message, "params": {_DECOY: decoy, **params}}
    return {_DECOY: decoy, **message}


def _tokens(
    value: object,
    after: str = "",
    text: Callable[[str], str] = render,
    number: Callable[[float], str] = render,
) -> Iterator[str]:
    """The tokens of a JSON text.

    Args:
        value: what the text stands for.
        after: what follows each token.
        text: writes a name or a string.
        number: writes a double.
    """
    if isinstance(value, Mapping):
        yield "{" + after
        for place, (name, one) in enumerate(value.items()):
            yield ("," + after if place else "") + text(name) + after + ":" + after
            yield from _tokens(one, after, text, number)
        yield "}" + after
    elif isinstance(value, list | tuple):
        yield "[" + after
        for place, one in enumerate(value):
            yield "," + after if place else ""
            yield from _tokens(one, after, text, number)
        yield "]" + after
    elif isinstance(value, str):
        yield text(value) + after
    elif isinstance(value, float):
        yield number(value) + after
    else:
        yield render(value) + after


def _escaped(text: str) -> str:
    units = text.encode("utf-16-be")
    codes = (units[at : at + 2].hex() for at in range(0, len(units), 2))
    return '"' + "".join(f"\\u{code}" for code in codes) + '"'


def _with_exponent(number: float) -> str:
    return f"{Decimal(render(number)).scaleb(-_EXPONENT):f}E+{_EXPONENT}"
