"""What a reply asks to wait before another try. The clock is given in."""

from __future__ import annotations

import math
import re
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

_MILLISECONDS = ("retry-after-ms", "x-ms-retry-after-ms")
_DECIMAL = re.compile(r"[0-9]+(?:\.[0-9]*)?|\.[0-9]+", re.ASCII)


def retry_after(headers: Mapping[str, str], now: datetime) -> float | None:
    """Seconds to wait, or `None` where no header names a positive finite time.

    Args:
        headers: the reply's, looked up without regard to case.
        now: the time that an HTTP date is measured from; with a time zone.
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
    text = text.strip()
    return float(text) if _DECIMAL.fullmatch(text) else None


def _seconds_until(http_date: str, now: datetime) -> float | None:
    try:
        date = parsedate_to_datetime(http_date)
    except (ValueError, OverflowError, IndexError, TypeError):
        return None
    if date.tzinfo is None:
        date = date.replace(tzinfo=now.tzinfo)
    return (date - now).total_seconds()
