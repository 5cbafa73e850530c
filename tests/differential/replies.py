"""Replies that are whole HTTP, drawn at random: what the clients say of them is ours to decide.

Left out is what the platform's libraries decide, and so may differ: replies that are not HTTP as
RFC 9112 defines it, content codings, and halves of surrogate pairs, of which RFC 8259, section 8.2
says that what comes of them is unpredictable.
"""

from __future__ import annotations

import base64
import json
import re
from typing import Any, Final

from hypothesis import strategies as st

from scoreline.suite.reply import Framing, Piece, Reply

_DEEPEST: Final = 100
"""Levels of nesting that every client reads; beyond them a client may refuse."""
_STATUSES: Final = (200, 200, 200, 201, 203, 299, 300, 301, 307, 400, 401, 403, 404, 408, 413)
_FAILURES: Final = (418, 422, 424, 424, 429, 429, 431, 500, 500, 501, 502, 503, 504, 511, 599)
_NUMBERS: Final = st.from_regex(r"-?(0|[1-9][0-9]{0,24})(\.[0-9]{1,24})?([eE][+-]?[0-9]{1,3})?\Z")
"""Numbers as text: JSON says nothing of their length."""
_BLANKS: Final = st.text(" \t\r\n", max_size=2)
_PAIR: Final = re.compile(r"\\u[dD][89abAB]..\\u[dD][c-fC-F]..")
_HALF: Final = re.compile(r"\\u[dD][89a-fA-F]")


def _is_unicode(text: str) -> bool:
    """Whether a text has no half of a surrogate pair, as it is or as JSON escapes it."""
    return not (
        _HALF.search(_PAIR.sub("", text)) or any("\ud800" <= one <= "\udfff" for one in text)
    )


_STRINGS: Final = st.one_of(
    st.text(max_size=8).map(json.dumps),
    st.text(max_size=8).map(lambda text: json.dumps(text, ensure_ascii=False)),
    st.sampled_from(['"\\ud83d\\ude00"', '"\\u0000"', '"\\/"', '""']),
)
_LITERALS: Final = st.sampled_from(["null", "true", "false", "NaN", "Infinity", "[]", "{}"])


def _array(items: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.tuples(_BLANKS, st.lists(items, max_size=4)).map(
        lambda pair: f"[{pair[0]}{','.join(pair[1])}]"
    )


def _object(items: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    names = st.one_of(st.sampled_from(['"message"', '"detail"', '"error"', '"a"']), _STRINGS)
    members = st.tuples(names, _BLANKS, items).map(lambda one: f"{one[0]}:{one[1]}{one[2]}")
    return st.lists(members, max_size=4).map(lambda all_of: f"{{{','.join(all_of)}}}")


JSON_TEXTS: Final = st.recursive(
    st.one_of(_NUMBERS, _STRINGS, _LITERALS),
    lambda items: st.one_of(_array(items), _object(items)),
    max_leaves=6,
)
"""Texts that are JSON, or nearly: NaN and Infinity are among them."""


def _broken(pair: tuple[str, int, str]) -> str:
    """A text with one character replaced, so that it is rarely JSON."""
    text, place, new = pair
    place %= len(text) + 1
    return text[:place] + new + text[place + 1 :]


_TEXTS: Final = st.one_of(
    st.sampled_from(["", " ", "\ufeff[1]", "[1]\n", "[1] [2]", "\u00a0[1]", "<html></html>"]),
    st.lists(_NUMBERS, max_size=4).map(lambda numbers: f"[{','.join(numbers)}]"),
    JSON_TEXTS,
    st.tuples(JSON_TEXTS, st.integers(0, 60), st.sampled_from([*',:[]{}"0-e. \\', ""])).map(
        _broken
    ),
    st.integers(1, _DEEPEST).map(lambda depth: "[" * depth + "1" + "]" * depth),
)
_WAITS: Final = st.sampled_from(
    [
        "0",
        "1",
        "1.5",
        "60",
        "61",
        "-1",
        "1e3",
        "soon",
        "",
        "0x10",
        "1,2",
        "\u0661",
        "1 ",
        "+5",
        ".5",
        "5.",
    ]
)
_VALUES: Final = st.one_of(_WAITS, st.text("aZ09 -_.~%é", max_size=6).map(str.strip))
_HEADERS: Final[dict[str, st.SearchStrategy[str]]] = {
    "Content-Type": st.sampled_from(
        ["application/json", "text/html", "application/json; charset=utf-16", "nonsense"]
    ),
    "Retry-After": st.one_of(_WAITS, st.just("Mon, 03 Jan 2101 11:02:58 GMT")),
    "retry-after-ms": _WAITS,
    "x-ms-retry-after-ms": _WAITS,
    "x-ms-request-id": _VALUES,
    "x-request-id": _VALUES,
    "x-ms-run-function-failed": st.sampled_from(["True", "true", "TRUE", "False", "yes", ""]),
    "ms-azureml-model-error-statuscode": st.sampled_from(["409", "99", "1000", "4e2", "", " 500"]),
    "ms-azureml-model-error-reason": _VALUES,
    "Location": st.sampled_from(["/elsewhere", "http://[", ""]),
}


def _as_latin_1(headers: dict[str, str]) -> dict[str, str]:
    return {name: value.encode().decode("latin-1") for name, value in headers.items()}


def _bytes_reply(pair: tuple[int, bytes]) -> Reply:
    status, body = pair
    head = f"HTTP/1.1 {status} Odd\r\nContent-Length: {len(body)}\r\n\r\n"
    return Reply(raw=(head, Piece(base64=base64.b64encode(body).decode())) if body else head)


REPLIES: Final[st.SearchStrategy[Reply]] = st.one_of(
    st.builds(
        Reply,
        status=st.sampled_from(_STATUSES + _FAILURES),
        headers=st.fixed_dictionaries({}, optional=_HEADERS).map(_as_latin_1),
        text=_TEXTS.filter(_is_unicode),
        framing=st.sampled_from(Framing),
    ),
    st.tuples(
        st.sampled_from(_STATUSES + _FAILURES),
        st.one_of(
            st.binary(max_size=12), st.binary(max_size=3).map(lambda some: b'["' + some + b'"]')
        ),
    ).map(_bytes_reply),
)
"""Complete replies with any status but those of interim replies and those without a body."""


def written(reply: Reply) -> dict[str, Any]:
    """A reply as the table that a case would have."""
    if reply.raw is not None:
        pieces = [piece.text or {"base64": piece.base64} for piece in reply.pieces]
        return {"raw": pieces}
    table: dict[str, Any] = {"status": reply.status, "text": reply.text}
    if reply.headers:
        table["headers"] = dict(reply.headers)
    if reply.framing is not Framing.LENGTH:
        table["framing"] = reply.framing.value
    return table
