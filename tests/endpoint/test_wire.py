"""From a reply to bytes."""

from __future__ import annotations

import pytest

from scoreline.endpoint.wire import check, closes, encode, http_date
from scoreline.suite.service import Reply

DATE = "Sun, 06 Nov 1994 08:49:37 GMT"


def test_a_reply_is_sent_as_it_is_with_date_and_length() -> None:
    """Headers keep order and case, and nothing but Date, Content-Length and the rest is added."""
    reply = Reply(503, (("Retry-After", "1"), ("x-B", "2")), b"later")
    assert encode(reply, [("x-request-id", "i")], date=DATE) == (
        b"HTTP/1.1 503 Service Unavailable\r\n"
        b"Retry-After: 1\r\n"
        b"x-B: 2\r\n"
        b"Date: " + DATE.encode() + b"\r\n"
        b"Content-Length: 5\r\n"
        b"x-request-id: i\r\n"
        b"\r\n"
        b"later"
    )


def test_what_the_reply_names_is_not_added() -> None:
    """A header of the reply wins over the one the server would add, whatever its case."""
    own = (("X-Request-ID", "own"), ("date", "never"), ("content-length", "9"))
    encoded = encode(Reply(200, own, b"x"), [("x-request-id", "added")], date=DATE)
    head = b"X-Request-ID: own\r\ndate: never\r\ncontent-length: 9\r\n\r\nx"
    assert encoded == b"HTTP/1.1 200 OK\r\n" + head


def test_a_transfer_coding_leaves_no_place_for_a_length() -> None:
    """A reply that says it is chunked gets no Content-Length (RFC 9112, section 6.2)."""
    encoded = encode(Reply(200, (("Transfer-Encoding", "chunked"),)), [], date=DATE)
    assert b"Content-Length" not in encoded


@pytest.mark.parametrize("status", [100, 204, 304])
def test_a_status_without_content_has_no_length(status: int) -> None:
    """1xx, 204 and 304 carry no Content-Length (RFC 9110, section 8.6)."""
    assert b"Content-Length" not in encode(Reply(status), [], date=DATE)


def test_a_status_without_a_name_is_sent_all_the_same() -> None:
    """The reason phrase may be empty, the blank before it may not (RFC 9112, section 4)."""
    assert encode(Reply(599), [], date=DATE).startswith(b"HTTP/1.1 599 \r\n")


def test_head_gets_the_length_and_no_body() -> None:
    """The reply to HEAD says how long the body would be."""
    encoded = encode(Reply(200, (), b"four"), [], date=DATE, without_body=True)
    assert encoded.endswith(b"Content-Length: 4\r\n\r\n")


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        (Reply(), False),
        (Reply(close=True), True),
        (Reply(headers=(("connection", "Close"),)), True),
        (Reply(headers=(("Connection", "keep-alive"),)), False),
    ],
)
def test_a_reply_closes_its_connection_where_it_says_so(reply: Reply, *, expected: bool) -> None:
    """By its own field or by the header that promises it."""
    assert closes(reply) is expected


@pytest.mark.parametrize(
    "reply",
    [
        Reply(99),
        Reply(600),
        Reply(delay_seconds=-1.0),
        Reply(headers=(("", "x"),)),
        Reply(headers=(("x", "a\r\nb"),)),
        Reply(headers=(("x\n", "a"),)),
        Reply(headers=(("x", "\u2603"),)),
    ],
)
def test_what_no_reply_can_be_is_refused(reply: Reply) -> None:
    """A mistake in a script is found before any client pays for it."""
    with pytest.raises(ValueError, match=r"."):
        check(reply)


def test_the_date_is_that_of_http() -> None:
    """The form of RFC 9110, section 5.6.7."""
    assert http_date(784111777) == DATE
