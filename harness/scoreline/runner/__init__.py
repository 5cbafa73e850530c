"""The runner: plays the items of a plan with every client, many at once, each with a deadline."""
