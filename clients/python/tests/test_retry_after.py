"""How long a reply asks to wait, measured from a fixed time."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from requests.structures import CaseInsensitiveDict

from azureml_scoring.retry_after import retry_after

NOW = datetime(2026, 11, 24, 12, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"Retry-After": "7"}, 7.0),
        ({"Retry-After": "0.25"}, 0.25),
        ({"retry-after-ms": "1500"}, 1.5),
        ({"x-ms-retry-after-ms": "20"}, 0.02),
        ({"retry-after-ms": "1000", "x-ms-retry-after-ms": "2000", "Retry-After": "3"}, 1.0),
        ({"x-ms-retry-after-ms": "2000", "Retry-After": "3"}, 2.0),
        ({"retry-after-ms": "0", "x-ms-retry-after-ms": "soon", "Retry-After": "3"}, 3.0),
        ({"retry-after-ms": "-5", "Retry-After": "3"}, 3.0),
        ({"Retry-After": "Tue, 24 Nov 2026 12:01:30 GMT"}, 90.0),
        ({"Retry-After": "Tuesday, 24-Nov-26 12:00:05 GMT"}, 5.0),
        ({"Retry-After": "Tue Nov 24 12:00:06 2026"}, 6.0),
        ({"Retry-After": "Tue, 24 Nov 2026 11:59:00 GMT"}, None),
        *(
            ({"Retry-After": text}, None)
            for text in (
                "0",
                "-1",
                "",
                "soon",
                "nan",
                "inf",
                "1e999",
                "1_0",
                "0x10",
                "5, 6",
                "\u0663",
            )
        ),
        ({"Retry-After": "9" * 400}, None),
        ({"Retry-After": "1e3"}, 1000.0),
        ({"Retry-After": "+.5"}, 0.5),
        ({"Retry-After": "Tue Dec  1 12:00:00 2026"}, 604_800.0),
        ({"Retry-After": "Tue Dec 01 12:00:00 2026"}, 604_800.0),
        ({"Retry-After": "Sunday, 01-Jan-69 00:00:00 GMT"}, None),
        *(
            ({"Retry-After": text}, None)
            for text in (
                "Tue, 24 Nov 2026 12:01:30",
                "Tue, 24 Nov 2026 12:01:30 +0000",
                "Mon, 24 Nov 2026 12:01:30 GMT",
                "tue, 24 nov 2026 12:01:30 GMT",
                "Tue, 1 Dec 2026 12:01:30 GMT",
                "Tue, 31 Nov 2026 12:01:30 GMT",
                "Tue Dec 1 12:00:00 2026",
            )
        ),
    ],
)
def test_retry_after(headers: dict[str, str], seconds: float | None) -> None:
    """The first header with a positive finite time is used, in its unit."""
    assert retry_after(CaseInsensitiveDict(headers), NOW) == seconds
