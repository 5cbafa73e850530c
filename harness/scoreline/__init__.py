"""Scoreline: judges clients of model scoring services against one contract."""

__version__ = "0.1.0"
