"""Printing: the one place where text from outside is made safe to show.

Names, keys of files and the output of clients may hold characters that move a cursor, reverse the
order of a line, cannot be seen, or cannot be written as XML or UTF-8. Whatever a terminal, a report
or a log shows passes through this module, which turns them into escapes.
"""

from __future__ import annotations

import re
import sys
from typing import Final, TextIO

_UNSAFE: Final = re.compile(
    "["
    "\x00-\x1f\x7f-\x9f"  # control characters, C1 included
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f"  # change the direction of text
    "\u00ad\u180e\u200b-\u200d\u2060-\u2065\ufeff\ufff0-\ufffb\U000e0000-\U000e007f"  # invisible
    "\u2028\u2029"  # ends of lines
    "\ud800-\udfff\ufffe\uffff"  # not in UTF-8, or not in XML
    "]"
)
_BASIC_PLANE: Final = 0xFFFF


def printable(text: str) -> str:
    r"""One line of text in which unsafe characters are escapes, such as `\x1b` and `\u202e`."""
    return _UNSAFE.sub(lambda match: ascii(match[0])[1:-1], text)


def printable_json(document: str) -> str:
    r"""JSON on one line, with the same value, in which unsafe characters are escapes (`\u001b`)."""
    return _UNSAFE.sub(_json_escape, document)


def say(text: str, file: TextIO | None = None) -> None:
    """Prints one line, on standard output by default."""
    print(printable(text), file=file)


def complain(text: str) -> None:
    """Prints one line on standard error, with the name of the program."""
    say(f"scoreline: {text}", sys.stderr)


def _json_escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code <= _BASIC_PLANE:
        return f"\\u{code:04x}"
    pair = match[0].encode("utf-16-be")
    return f"\\u{pair[:2].hex()}\\u{pair[2:].hex()}"
