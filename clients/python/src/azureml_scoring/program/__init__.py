"""The program `azureml-scoring`. It has two modes: one-shot (`oneshot`) and session (`session`).

The library does not depend on this package.
"""
