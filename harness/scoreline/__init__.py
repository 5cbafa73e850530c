"""Scoreline: judges clients of model scoring services against one contract."""
