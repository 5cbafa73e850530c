"""Reads how long a reply asks to wait before a retry. The caller supplies the current time."""

from __future__ import annotations

import math
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_MILLISECONDS = ("retry-after-ms", "x-ms-retry-after-ms")
_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MONTH = rf"(?P<month>{'|'.join(_MONTHS)})"
_TIME = r"(?P<time>[0-9]{2}:[0-9]{2}:[0-9]{2})"
_DATES = (
    re.compile(
        rf"(?P<day>\w{{3}}), (?P<date>[0-9]{{2}}) {_MONTH} (?P<year>[0-9]{{4}}) {_TIME} GMT"
    ),
    re.compile(
        rf"(?P<day>\w{{6,9}}), (?P<date>[0-9]{{2}})-{_MONTH}-(?P<year>[0-9]{{2}}) {_TIME} GMT"
    ),
    re.compile(rf"(?P<day>\w{{3}}) {_MONTH} (?P<date>[0-9 ][0-9]) {_TIME} (?P<year>[0-9]{{4}})"),
)
"""The three date formats of RFC 9110, section 5.6.7. `strptime` would depend on the locale."""
_FIRST_YEAR_OF_1900S = 69
"""Two-digit years from here on belong to the 1900s, as in POSIX."""


def retry_after(headers: Mapping[str, str], now: datetime) -> float | None:
    """Return the seconds to wait, or `None` if no header has a positive finite time.

    `retry-after-ms`, `x-ms-retry-after-ms` and `Retry-After` are read in this order.

    Args:
        headers: the headers of the reply; case-insensitive.
        now: the time that an HTTP date is measured from, with a time zone.
    """
    for name in _MILLISECONDS:
        milliseconds = _number(headers.get(name, ""))
        if milliseconds is not None and _positive(milliseconds / 1000):
            return milliseconds / 1000
    text = headers.get("retry-after", "")
    seconds = _number(text)
    if seconds is None:
        seconds = _seconds_until(text, now)
    return seconds if seconds is not None and _positive(seconds) else None


def _positive(seconds: float) -> bool:
    return 0 < seconds < math.inf


def _number(text: str) -> float | None:
    return float(text) if _NUMBER.fullmatch(text) else None


def _seconds_until(http_date: str, now: datetime) -> float | None:
    date = next(filter(None, (form.fullmatch(http_date) for form in _DATES)), None)
    if date is None:
        return None
    year, month = int(date["year"]), _MONTHS.index(date["month"]) + 1
    if year < 100:  # noqa: PLR2004  # the year has two digits
        year += 1900 if year >= _FIRST_YEAR_OF_1900S else 2000
    hour, minute, second = map(int, date["time"].split(":"))
    try:
        then = datetime(year, month, int(date["date"]), hour, minute, second, tzinfo=UTC)
    except ValueError:
        return None
    day = _DAYS[then.weekday()]
    return (then - now).total_seconds() if date["day"] in {day, day[:3]} else None
