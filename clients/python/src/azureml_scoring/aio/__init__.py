"""The client for asyncio.

It is not exported by `azureml_scoring`, because a program without asyncio would start more slowly.
"""

from azureml_scoring.aio.client import AsyncScoringClient

__all__ = ["AsyncScoringClient"]
