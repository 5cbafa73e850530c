"""JSON, TOML and JSON Schema as the project reads them, and what is wrong with a file."""
