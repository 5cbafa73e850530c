"""The verdict: calculation alone, from an expectation and both witnesses' evidence."""
