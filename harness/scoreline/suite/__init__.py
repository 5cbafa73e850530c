"""The suite: requirements, cases and vectors, and the code that reads them."""
