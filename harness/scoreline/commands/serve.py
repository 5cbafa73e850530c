"""`scoreline serve`: the endpoint, for somebody who writes a client."""

from __future__ import annotations

import argparse

from scoreline.endpoint.serving import ServeOptions, serve


def main(arguments: argparse.Namespace) -> int:
    """Serves until Ctrl-C; its exit status."""
    return serve(
        ServeOptions(
            host=arguments.host,
            port=arguments.port,
            key=not arguments.no_key,
            name=arguments.name,
        )
    )
