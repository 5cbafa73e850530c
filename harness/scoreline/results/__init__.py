"""Results of a run: evidence, verdicts, events, and the report they fold into."""
