"""The encoding of replies."""

from __future__ import annotations

import pytest

from scoreline.endpoint.encoding import check, encode, http_date
from scoreline.fault import Code, FaultError
from scoreline.results.exchange import SentReply
from scoreline.suite.reply import Reply, Then

DATE = "Sun, 06 Nov 1994 08:49:37 GMT"


def encoded(reply: Reply, *added: tuple[str, str], without_body: bool = False) -> bytes:
    """All bytes of a reply."""
    head, sent = encode(reply, added, date=DATE, without_body=without_body)
    return head + sent.body


def test_a_reply_is_sent_unchanged_with_date_and_length() -> None:
    """Headers keep order and case; only Date, Content-Length and the given headers are added."""
    reply = Reply(503, {"Retry-After": "1", "x-B": "2"}, text="later")
    assert encoded(reply, ("x-request-id", "i")) == (
        b"HTTP/1.1 503 Service Unavailable\r\n"
        b"Retry-After: 1\r\n"
        b"x-B: 2\r\n"
        b"Date: " + DATE.encode() + b"\r\n"
        b"Content-Length: 5\r\n"
        b"x-request-id: i\r\n"
        b"\r\n"
        b"later"
    )


def test_the_sent_reply_holds_everything_that_is_sent() -> None:
    """Its headers are all those on the wire, in their order, and so is its body."""
    reply = Reply(503, {"Retry-After": "1"}, text="later")
    _, sent = encode(reply, [("x-request-id", "i")], date=DATE)
    headers = (
        ("Retry-After", "1"),
        ("Date", DATE),
        ("Content-Length", "5"),
        ("x-request-id", "i"),
    )
    assert sent == SentReply(503, headers, b"later")


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({}, b"Content-Type: application/json\r\n"),
        ({"content-type": "text/plain"}, b"content-type: text/plain\r\n"),
    ],
)
def test_a_json_reply_has_its_content_type(headers: dict[str, str], expected: bytes) -> None:
    """It is application/json unless the reply names another one."""
    data = encoded(Reply(headers=headers, json={"a": [1.0, "\xe9"]}))
    assert data.startswith(b"HTTP/1.1 200 OK\r\n" + expected + b"Date: ")
    assert data.endswith(b'\r\n\r\n{"a":[1.0,"\xc3\xa9"]}')
    assert data.lower().count(b"content-type") == 1


def test_what_the_reply_names_is_not_added() -> None:
    """A header of the reply takes precedence over the added one, whatever its case."""
    named = {"X-Request-ID": "own", "date": "never", "content-length": "9"}
    data = encoded(Reply(200, named, text="x"), ("x-request-id", "added"))
    rest = b"X-Request-ID: own\r\ndate: never\r\ncontent-length: 9\r\n\r\nx"
    assert data == b"HTTP/1.1 200 OK\r\n" + rest


def test_a_reply_with_a_transfer_coding_has_no_length() -> None:
    """A chunked reply gets no Content-Length (RFC 9112, section 6.2)."""
    assert b"Content-Length" not in encoded(Reply(200, {"Transfer-Encoding": "chunked"}))


@pytest.mark.parametrize("status", [100, 204, 304])
def test_a_status_without_content_has_no_length(status: int) -> None:
    """1xx, 204 and 304 carry no Content-Length (RFC 9110, section 8.6)."""
    assert b"Content-Length" not in encoded(Reply(status))


def test_a_status_without_a_reason_phrase_is_sent() -> None:
    """The reason phrase may be empty, but the space before it is required (RFC 9112, section 4)."""
    assert encoded(Reply(599)).startswith(b"HTTP/1.1 599 \r\n")


def test_a_reply_to_head_has_the_length_and_no_body() -> None:
    """Its Content-Length is that of the body that a GET would get."""
    data = encoded(Reply(200, text="four"), without_body=True)
    assert data.endswith(b"Content-Length: 4\r\n\r\n")


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        (Reply(), False),
        (Reply(then=Then.CLOSE), True),
        (Reply(headers={"connection": "Close"}), True),
        (Reply(headers={"Connection": "keep-alive"}), False),
    ],
)
def test_a_reply_may_close_its_connection(reply: Reply, *, expected: bool) -> None:
    """By its field `then`, or by the header that announces it."""
    assert (reply.end is Then.CLOSE) is expected


@pytest.mark.parametrize(
    ("reply", "field"),
    [
        (Reply(99), "status"),
        (Reply(600), "status"),
        (Reply(delay_seconds=-1.0), "delay_seconds"),
        (Reply(headers={"": "x"}), "headers"),
        (Reply(headers={"x": "a\r\nb"}), "headers"),
        (Reply(headers={"x\n": "a"}), "headers"),
        (Reply(headers={"x": "\u2603"}), "headers"),
    ],
)
def test_an_impossible_reply_is_refused(reply: Reply, field: str) -> None:
    """The fault names the field, before any client gets the reply."""
    with pytest.raises(FaultError) as raised:
        check(reply)
    assert (raised.value.fault.code, raised.value.fault.details) == (Code.INVALID, {"field": field})


def test_the_date_is_that_of_http() -> None:
    """It has the format of RFC 9110, section 5.6.7."""
    assert http_date(784111777) == DATE
