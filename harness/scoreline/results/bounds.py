"""How much of what a client sends or writes is kept. No sound client comes near any of these."""

from __future__ import annotations

from typing import Final

MOST_BYTES: Final = 1 << 20
"""Bytes of one thing: the body of a request, a line of a session, a stream of a one-shot, an answer
in a report. The largest of the suite are a request of 0.2 MiB, for a thousand rows, and an error
whose body is 65,536 control characters, which are 0.4 MiB as JSON."""

MOST_BYTES_READ: Final = 64 * MOST_BYTES
"""Bytes of a request body that the endpoint reads; a longer one is answered 413 and its connection
closed."""

MOST_BYTES_OF_SERVICE: Final = 4 * MOST_BYTES
"""Bytes of the exchanges of one service, and so of one case, that the endpoint keeps; and bytes of
the answers to one case, or of the outputs of its one-shots."""

MOST_BYTES_OF_CLIENT: Final = 32 * MOST_BYTES
"""Bytes of all exchanges of one client that the endpoint keeps during a run."""

MOST_EVIDENCE: Final = 64 * MOST_BYTES
"""Bytes of memory that the evidence of a run may take, about, until the run ends: as objects, which
take several times as many bytes as the texts that they were read from."""

MOST_EXCHANGES: Final = 2_000
"""Exchanges of one service: a case makes at most 1,000 calls, and some clients may send a request
again. One more is kept, so that their number is known to be too large."""

MOST_VALUES: Final = 30_000
"""Values in the JSON of a body that is held against a schema, which takes some 10 µs for each, in
the event loop that all clients share; and of an answer. The largest body of the suite has 11,002,
for a thousand rows."""

MOST_CONNECTIONS: Final = 100
"""Connections that one client may have open at the same time."""

MOST_MISMATCHES: Final = 100
"""Mismatches that one verdict lists. One more follows that stands for all others."""

MOST_TEXT: Final = 10_000
"""Characters of each text of a mismatch."""
