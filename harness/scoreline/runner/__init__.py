"""The engine: every client with every case, many at once, each with a deadline of its own."""
